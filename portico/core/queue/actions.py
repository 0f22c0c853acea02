"""Writing jobs: new ones, schedules, and dead ones back to life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Least

from portico.core import clock
from portico.core.queue.models import Job
from portico.core.queue.registry import Json, list_schedules

CHANNEL = "portico_queue"
SCHEDULE_PREFIX = "every:"
SCHEDULED_PRIORITY = 50


def enqueue(
    kind: str, arguments: Mapping[str, Json], *, priority: int, run_at: datetime | None, once_key: str | None
) -> Job | None:
    """See `portico.core.queue.enqueue`."""
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        priority=priority,
        run_at=run_at or clock.now(),
        once_key=once_key,
    )
    if once_key is None:
        job.save(force_insert=True)
    elif not _insert_once(job):
        return None
    _tell_workers()
    return job


def keep_schedules() -> None:
    """Write the row of each schedule that has none, and remove those whose kind is gone from the code."""
    kinds = {kind.name for kind in list_schedules()}
    rows = Job.objects.filter(once_key__startswith=SCHEDULE_PREFIX)
    rows.exclude(kind__in=kinds).delete()
    for kind in sorted(kinds - set(rows.values_list("kind", flat=True))):
        enqueue(kind, {}, priority=SCHEDULED_PRIORITY, run_at=None, once_key=SCHEDULE_PREFIX + kind)


def revive(job_id: UUID) -> bool:
    """Let a dead job wait again with all its tries; False when it is not dead, or the same work waits
    already.
    """
    dead = Job.objects.filter(pk=job_id, state=Job.State.DEAD)
    twins = Job.objects.filter(state=Job.State.WAITING, once_key__isnull=False)
    found = dead.exclude(once_key__in=twins.values("once_key")) | dead.filter(once_key__isnull=True)
    revived = found.update(state=Job.State.WAITING, attempts=0, run_at=clock.now(), error="")
    _tell_workers()
    return bool(revived)


def forget(job_id: UUID) -> bool:
    """Delete a dead job; False when there is none of that id."""
    return bool(Job.objects.filter(pk=job_id, state=Job.State.DEAD).delete()[0])


def _insert_once(job: Job) -> bool:
    """Insert, or touch the job that waits under the same key.

    The touch locks that row until our transaction ends. Without it a worker could take the waiting job now,
    read the values from before our change, and our change would be followed by no job at all.
    """
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        if Job.objects.filter(pk=job.pk).exists():
            return True
        twin = Job.objects.filter(once_key=job.once_key, state=Job.State.WAITING)
        if twin.update(run_at=Least(F("run_at"), Value(job.run_at, output_field=DateTimeField()))):
            return False


def _tell_workers() -> None:
    """Wake sleeping workers when the transaction commits. On SQLite they see the file change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
