"""Reading the queue: for `portico check` and the operator."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from portico.core import clock
from portico.core.queue.actions import SCHEDULE_PREFIX
from portico.core.queue.models import Job, WorkerSeen

LATE_AFTER = timedelta(minutes=10)


def list_dead_jobs() -> QuerySet[Job]:
    """Jobs that will not be tried again by themselves, newest first."""
    return Job.objects.filter(state=Job.State.DEAD).order_by("-created_at", "-id")


def list_failing_schedules() -> QuerySet[Job]:
    """Schedules whose last round failed at each try."""
    return Job.objects.filter(once_key__startswith=SCHEDULE_PREFIX, attempts=0).exclude(error="")


def count_late_jobs() -> int:
    """Jobs that should have started more than ten minutes ago: no worker runs, or too few."""
    return Job.objects.filter(state=Job.State.WAITING, run_at__lt=clock.now() - LATE_AFTER).count()


def find_worker_seen_at() -> datetime | None:
    """When any worker last said that it lives; None when none is known."""
    last: datetime | None = WorkerSeen.objects.aggregate(last=Max("seen_at"))["last"]
    return last
