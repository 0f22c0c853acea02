"""What becomes of a job: written or not, in which order, how often, once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from portico.core.queue import BULK, MAIL, MONEY, enqueue, every
from portico.core.queue.actions import keep_schedules, revive
from portico.core.queue.claims import claim, fail, finish, gap_before_next, renew, take_back_expired
from portico.core.queue.models import Job
from portico.core.queue.queries import list_dead_jobs, list_failing_schedules
from portico.core.queue.registry import get_kind
from portico.core.queue.running import run_due, run_job

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@every(3600, "test.hourly", max_attempts=2)
def hourly() -> None:
    if hourly_fails:
        raise RuntimeError


hourly_fails: list[bool] = []


def take() -> Job:
    job = claim("w", lease_seconds=60)
    assert job is not None
    return job


def test_a_job_runs_once_with_its_arguments_and_leaves_no_row(empty_calls: list[str]) -> None:
    enqueue("test.call", {"name": "a"})
    assert (run_due(), empty_calls, Job.objects.count()) == (1, ["a"], 0)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_job() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        enqueue("test.call")
        raise RuntimeError
    assert not Job.objects.exists()


def test_the_smaller_priority_runs_first_and_the_older_of_equals(empty_calls: list[str]) -> None:
    for name, priority in [("bulk", BULK), ("mail", MAIL), ("money", MONEY), ("mail 2", MAIL)]:
        enqueue("test.call", {"name": name}, priority=priority)
    run_due()
    assert empty_calls == ["money", "mail", "mail 2", "bulk"]


def test_a_lane_with_a_highest_priority_leaves_bulk_alone() -> None:
    enqueue("test.call", priority=BULK)
    assert claim("w", lease_seconds=60, max_priority=BULK - 1) is None
    assert claim("w", lease_seconds=60) is not None


def test_a_job_with_a_time_waits_for_it() -> None:
    with time_machine.travel(NOON, tick=False):
        enqueue("test.call", run_at=NOON + timedelta(minutes=5))
        assert run_due() == 0
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert run_due() == 1


def test_gaps_between_tries_double_up_to_the_longest_and_differ_by_a_quarter() -> None:
    kind = get_kind("test.raise")
    for attempts, exact in [(1, 10), (2, 15), (9, 15)]:
        gaps = {gap_before_next(kind, attempts).total_seconds() for _ in range(50)}
        assert min(gaps) >= exact * 0.75
        assert max(gaps) <= exact * 1.25
        assert len(gaps) > 10


def test_a_job_that_raises_is_tried_again_later_and_stays_dead_after_its_last_try(
    empty_calls: list[str],
) -> None:
    enqueue("test.raise", {"name": "ana@example.org"})
    for attempt in range(1, 4):
        with time_machine.travel(NOON + timedelta(days=3650 + attempt), tick=False):
            assert run_job(take())
            assert claim("w", lease_seconds=60) is None
    dead = list_dead_jobs().get()
    assert (dead.attempts, len(empty_calls)) == (3, 3)
    assert "builtins.RuntimeError" in dead.error
    assert "in always_raise" in dead.error
    assert "ana@example.org" not in dead.error


def test_a_handler_that_gives_up_is_dead_at_once_and_can_be_revived() -> None:
    enqueue("test.give_up")
    run_job(take())
    dead = list_dead_jobs().get()
    assert dead.attempts == 1
    assert revive(dead.pk)
    assert not revive(dead.pk)
    assert take().attempts == 1


def test_a_kind_that_this_version_does_not_know_waits_for_the_upgrade() -> None:
    enqueue("test.of_tomorrow")
    run_job(take())
    assert Job.objects.get().state == Job.State.WAITING


def test_the_same_work_is_asked_for_once_while_it_waits() -> None:
    soon = NOON + timedelta(hours=1)
    assert enqueue("test.call", once_key="k", run_at=NOON + timedelta(hours=2))
    assert enqueue("test.call", once_key="k", run_at=soon) is None
    assert enqueue("test.call", once_key="k", run_at=NOON + timedelta(hours=9)) is None
    assert Job.objects.get().run_at == soon


def test_once_it_runs_the_same_work_may_be_asked_for_again_and_a_failure_leaves_one() -> None:
    enqueue("test.call", once_key="k")
    running = take()
    again = enqueue("test.call", once_key="k")
    assert again
    fail(running, "x")
    assert Job.objects.get().pk == again.pk


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql  # SQLite has one writer at a time: there is no such moment
def test_a_waiting_job_does_not_start_before_the_change_that_also_asked_for_it() -> None:
    enqueue("test.call", once_key="k")
    seen: list[Job | None] = []

    def other_worker() -> None:
        seen.append(claim("other", lease_seconds=60))
        connection.close()

    with transaction.atomic():
        assert enqueue("test.call", once_key="k") is None
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join(timeout=5)
        assert seen == [None]
    thread.join()
    assert claim("other", lease_seconds=60)


def test_a_lease_that_ran_out_lets_another_take_the_job_and_the_first_touches_it_no_more() -> None:
    with time_machine.travel(NOON, tick=False):
        enqueue("test.call")
        first = take()
        assert take_back_expired() == 0
    with time_machine.travel(NOON + timedelta(seconds=61), tick=False):
        assert take_back_expired() == 1
        second = take()
        assert not renew(first, lease_seconds=60)
        finish(first)
        fail(first, "late")
        assert Job.objects.get().state == Job.State.RUNNING
        finish(second)
        assert not Job.objects.exists()


def test_a_renewed_lease_holds() -> None:
    with time_machine.travel(NOON, tick=False):
        enqueue("test.call")
        job = take()
    with time_machine.travel(NOON + timedelta(seconds=50), tick=False):
        assert renew(job, lease_seconds=60)
    with time_machine.travel(NOON + timedelta(seconds=100), tick=False):
        assert take_back_expired() == 0


def test_a_job_that_kills_each_worker_ends_as_a_dead_letter() -> None:
    enqueue("test.raise", {"name": "x"})
    for day in range(1, 4):
        with time_machine.travel(NOON + timedelta(days=3650 + day), tick=False):
            take_back_expired()
            take()
    with time_machine.travel(NOON + timedelta(days=3660), tick=False):
        take_back_expired()
    assert list_dead_jobs().count() == 1


def test_a_schedule_has_one_row_that_waits_for_its_next_round() -> None:
    with time_machine.travel(NOON, tick=False):
        keep_schedules()
        keep_schedules()
        row = Job.objects.get(kind="test.hourly")
        while job := claim("w", lease_seconds=60):
            run_job(job)
        row.refresh_from_db()
        assert row.run_at == NOON + timedelta(hours=1)
        assert (row.state, row.attempts) == (Job.State.WAITING, 0)


def test_a_schedule_that_fails_keeps_its_error_and_comes_again() -> None:
    hourly_fails.append(True)
    with time_machine.travel(NOON, tick=False):
        keep_schedules()
        Job.objects.exclude(kind="test.hourly").delete()
        run_job(take())
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        run_job(take())
        row = list_failing_schedules().get()
        assert row.run_at == NOON + timedelta(minutes=70)
    hourly_fails.clear()
    with time_machine.travel(NOON + timedelta(minutes=70), tick=False):
        run_job(take())
    assert not list_failing_schedules().exists()


def test_a_schedule_whose_kind_is_gone_from_the_code_goes_too() -> None:
    enqueue("test.gone", once_key="every:test.gone")
    keep_schedules()
    assert not Job.objects.filter(kind="test.gone").exists()
