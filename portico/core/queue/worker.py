"""The worker: lanes that run jobs, one thread that listens, one that keeps leases.

The first lane takes every job, the others leave BULK out, so that a long import never holds up money or mail.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from portico.core import clock
from portico.core.queue import BULK
from portico.core.queue.actions import keep_schedules
from portico.core.queue.claims import LOWEST_PRIORITY, claim, renew, take_back_expired
from portico.core.queue.models import Job, WorkerSeen
from portico.core.queue.registry import load_all
from portico.core.queue.running import run_job
from portico.core.queue.wake import Listener

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0  # how late a job with a time of its own may start
SWEEP_SECONDS = 15
AFTER_A_FAULT_SECONDS = 2.0


@dataclass
class Worker:
    """The state that the threads of one worker share."""

    lease_seconds: float
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    stopping: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)  # lanes are empty: leases need no keeping
    bells: list[threading.Event] = field(default_factory=list)
    running: dict[str, Job] = field(default_factory=dict)
    broken: bool = False

    def ring(self) -> None:
        for bell in self.bells:
            bell.set()

    def stop(self) -> None:
        self.stopping.set()
        self.ring()


def run(*, lanes: int = 2, lease_seconds: float = 60) -> bool:
    """Run jobs until SIGTERM or SIGINT; then finish those that run, and return. A second signal ends at once.

    False when a lane broke down and the worker stopped by itself: whoever watches over it has to start a new
    one.
    """
    worker = Worker(lease_seconds)
    _stop_on_signals(worker)
    load_all()
    threads = [_start(_keep_leases, worker)]
    for number in range(max(lanes, 1)):
        worker.bells.append(threading.Event())
        threads.append(_start(_run_lane, worker, number))
    log.info("worker %s runs with %d lanes", worker.name, len(worker.bells))
    _listen(worker)
    for lane in threads[1:]:
        lane.join()
    worker.ended.set()
    threads[0].join()
    connection.close()
    log.info("worker %s has finished", worker.name)
    return not worker.broken


def _run_lane(worker: Worker, number: int) -> None:
    max_priority = LOWEST_PRIORITY if number == 0 else BULK - 1
    try:
        while not worker.stopping.is_set():
            worker.bells[number].clear()  # before the look: a ring during it must not be lost
            if not _run_next(worker, f"{worker.name}/{number}", max_priority):
                worker.bells[number].wait(IDLE_SECONDS)
    except BaseException as error:
        log.critical("worker %s: a lane broke down with %s", worker.name, type(error).__name__)
        worker.broken = True
        worker.stop()
        raise
    finally:
        connection.close()


def _run_next(worker: Worker, lane: str, max_priority: int) -> bool:
    try:
        job = claim(lane, lease_seconds=worker.lease_seconds, max_priority=max_priority)
        if job:
            worker.running[lane] = job
            run_job(job)
    except DatabaseError as error:
        _after_a_fault(worker, error)
        return False
    else:
        return job is not None
    finally:
        worker.running.pop(lane, None)
        close_old_connections()


def _listen(worker: Worker) -> None:
    """The main thread: wake the lanes, take back what killed workers held, keep the schedules."""
    listener, sweep_at = Listener(), clock.now()
    while not worker.stopping.is_set():
        try:
            if clock.now() >= sweep_at:
                sweep_at = clock.now() + timedelta(seconds=min(SWEEP_SECONDS, worker.lease_seconds))
                keep_schedules()
                if take_back_expired():
                    worker.ring()
            if listener.wait(IDLE_SECONDS, worker.stopping):
                worker.ring()
        except DatabaseError as error:
            _after_a_fault(worker, error)


def _keep_leases(worker: Worker) -> None:
    """Renew what runs, well before it expires, and say that this worker lives."""
    started_at = clock.now()
    while True:
        try:
            for job in list(worker.running.values()):
                renew(job, lease_seconds=worker.lease_seconds)
            _say_alive(worker, started_at)
        except DatabaseError as error:
            _after_a_fault(worker, error)
        if worker.ended.wait(min(worker.lease_seconds / 4, 10)):
            break
    try:
        WorkerSeen.objects.filter(pk=worker.name).delete()
    finally:
        connection.close()


def _say_alive(worker: Worker, started_at: datetime) -> None:
    WorkerSeen.objects.update_or_create(
        name=worker.name,
        defaults={"seen_at": clock.now()},
        create_defaults={"seen_at": clock.now(), "started_at": started_at},
    )
    WorkerSeen.objects.filter(seen_at__lt=clock.now() - timedelta(days=1)).delete()


def _after_a_fault(worker: Worker, error: DatabaseError) -> None:
    """The database is away or busy: drop this thread's connection and try again shortly, never end the
    worker.
    """
    log.error("worker %s: the database did not answer (%s)", worker.name, type(error).__name__)
    connection.close()
    worker.stopping.wait(AFTER_A_FAULT_SECONDS)


def _stop_on_signals(worker: Worker) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        if worker.stopping.is_set():
            os._exit(1)
        worker.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _start(target: object, *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
    thread.start()
    return thread
