"""Real workers in real processes: shared work, a killed worker, a polite end."""

from __future__ import annotations

import signal
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from portico.core.queue import BULK, MAIL, enqueue
from portico.core.queue.models import Job, WorkerSeen

if TYPE_CHECKING:
    from tests.core.queue.conftest import Workers


def test_two_workers_run_each_of_200_jobs_once(workers: Workers) -> None:
    workers.start()
    workers.start()
    workers.wait_for(lambda: WorkerSeen.objects.count() == 2)
    with transaction.atomic():
        for number in range(200):
            enqueue("test.note", {"name": str(number)})
    workers.wait_for(lambda: len(workers.lines()) >= 200 and not Job.objects.filter(kind="test.note").exists())
    names = Counter(line.split()[1] for line in workers.lines())
    assert names == Counter(str(number) for number in range(200))
    assert len({line.split()[0] for line in workers.lines()}) == 2


def test_the_job_of_a_killed_worker_runs_again_after_its_lease(workers: Workers) -> None:
    enqueue("test.slow", {"name": "a", "seconds": 3})
    first = workers.start(lease_seconds=2)
    workers.wait_for(lambda: "start a" in workers.lines())
    first.kill()
    first.wait()
    workers.start(lease_seconds=2)
    workers.wait_for(lambda: "end a" in workers.lines())
    assert workers.lines() == ["start a", "start a", "end a"]


def test_a_job_longer_than_its_lease_runs_once_because_the_lease_is_renewed(workers: Workers) -> None:
    enqueue("test.slow", {"name": "a", "seconds": 4})
    workers.start(lease_seconds=1.5)
    workers.start(lease_seconds=1.5)
    workers.wait_for(lambda: "end a" in workers.lines())
    assert workers.lines() == ["start a", "end a"]


def test_ctrl_c_finishes_the_running_job_and_starts_no_other(workers: Workers) -> None:
    enqueue("test.slow", {"name": "a", "seconds": 1.5})
    enqueue("test.slow", {"name": "b", "seconds": 0})
    worker = workers.start()
    workers.wait_for(lambda: "start a" in workers.lines())
    worker.send_signal(signal.SIGINT)
    assert worker.wait(timeout=10) == 0
    assert workers.lines() == ["start a", "end a"]
    assert Job.objects.filter(kind="test.slow").get().attempts == 0
    assert not WorkerSeen.objects.exists()


def test_mail_does_not_wait_behind_bulk_and_starts_soon(workers: Workers) -> None:
    workers.start(lanes=2)
    enqueue("test.slow", {"name": "bulk", "seconds": 20}, priority=BULK)
    enqueue("test.slow", {"name": "bulk 2", "seconds": 20}, priority=BULK)
    workers.wait_for(lambda: "start bulk" in workers.lines())
    enqueue("test.note", {"name": "mail"}, priority=MAIL)
    workers.wait_for(lambda: workers.lines()[-1].endswith(" mail"), seconds=2)
    assert "start bulk 2" not in workers.lines()
