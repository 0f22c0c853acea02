"""Who runs a job: taking one under a lease, holding it, giving it back."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from portico.core import clock
from portico.core.queue.models import Job
from portico.core.queue.registry import LOST, Kind, UnknownKind, get_kind

LOWEST_PRIORITY = 32767

# One statement: two workers can never take the same row, and a lock that another holds is stepped over.
CLAIM = """
UPDATE queue_job SET state = 'running', attempts = attempts + 1, leased_by = %s, lease_until = %s
WHERE id = (
    SELECT id FROM queue_job WHERE state = 'waiting' AND run_at <= %s AND priority <= %s
    ORDER BY priority, run_at, id LIMIT 1 {locking}
) RETURNING *
"""


def claim(worker: str, *, lease_seconds: float, max_priority: int = LOWEST_PRIORITY) -> Job | None:
    """Take the next due job for `worker`, or None. Its lease has to be renewed until it is finished."""
    now = clock.now()
    locking = ""
    if connection.vendor == "postgresql":
        locking = "FOR UPDATE SKIP LOCKED"
    elif not Job.objects.filter(state=Job.State.WAITING, run_at__lte=now, priority__lte=max_priority).exists():
        return None  # SQLite: an UPDATE that finds nothing would still take the one write lock
    found = Job.objects.raw(
        CLAIM.format(locking=locking),
        [worker, _stored(now + timedelta(seconds=lease_seconds)), _stored(now), max_priority],
    )
    return next(iter(list(found)), None)


def renew(job: Job, *, lease_seconds: float) -> bool:
    """Hold a running job for longer; False when it is ours no more."""
    return bool(_ours(job).update(lease_until=clock.now() + timedelta(seconds=lease_seconds)))


def finish(job: Job) -> None:
    """The job is done: its row goes, or waits for its next round when it is a schedule."""
    kind = _kind_of(job)
    if kind.every_seconds:
        _next_round(job, kind, error="")
    else:
        _ours(job).delete()


def fail(job: Job, error: str, *, final: bool = False) -> Job.State:
    """A try came to nothing: wait for the next one, or stay dead after the last (or when `final`)."""
    kind = _kind_of(job)
    if not final and job.attempts < kind.max_attempts:
        _wait_again(job, clock.now() + gap_before_next(kind, job.attempts), error)
        return Job.State.WAITING
    if kind.every_seconds:
        _next_round(job, kind, error=error)
        return Job.State.WAITING
    _ours(job).update(state=Job.State.DEAD, error=error, lease_until=None)
    return Job.State.DEAD


def take_back_expired() -> int:
    """Let jobs wait again whose worker stopped renewing: it was killed, or its machine is gone."""
    expired = list(Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=clock.now()))
    for job in expired:
        if job.attempts < _kind_of(job).max_attempts:
            _wait_again(job, clock.now(), "The worker stopped in the middle of it.")
        else:  # it may be this very job that kills workers
            fail(job, "The worker stopped in the middle of it, at each try.")
    return len(expired)


def gap_before_next(kind: Kind, attempts: int) -> timedelta:
    """How long to wait after the given number of tries; a quarter more or less, so that failed jobs do not
    come in step.
    """
    exact = min(kind.first_gap_seconds * 2 ** (attempts - 1), kind.longest_gap_seconds)
    return timedelta(seconds=exact * random.uniform(0.75, 1.25))  # noqa: S311 (no secret)


def _wait_again(job: Job, run_at: datetime, error: str) -> None:
    try:
        with transaction.atomic():
            _ours(job).update(state=Job.State.WAITING, run_at=run_at, error=error, leased_by="", lease_until=None)
    except IntegrityError:
        _ours(job).delete()  # the same work was asked for again meanwhile: that job will do it


def _next_round(job: Job, kind: Kind, *, error: str) -> None:
    run_at = clock.now() + timedelta(seconds=kind.every_seconds or 0)
    _ours(job).update(state=Job.State.WAITING, run_at=run_at, attempts=0, error=error, leased_by="", lease_until=None)


def _ours(job: Job) -> QuerySet[Job]:
    """The row while this claim of it holds: a worker that slept past its lease must not touch another's."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, leased_by=job.leased_by, attempts=job.attempts)


def _kind_of(job: Job) -> Kind:
    try:
        return get_kind(job.kind)
    except UnknownKind:
        return LOST


def _stored(moment: datetime) -> object:
    """An instant as this database keeps it, for a statement written by hand."""
    return connection.ops.adapt_datetimefield_value(moment)
