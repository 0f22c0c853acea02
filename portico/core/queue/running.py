"""Running one claimed job."""

from __future__ import annotations

import logging

from portico.core.logs import without_values
from portico.core.queue.claims import claim, fail, finish
from portico.core.queue.models import Job
from portico.core.queue.registry import GiveUp, get_kind

log = logging.getLogger(__name__)


def run_job(job: Job) -> Exception | None:
    """Call the handler and write down how it went; the error it raised comes back."""
    try:
        get_kind(job.kind).handler(**job.arguments)
    except Exception as error:  # noqa: BLE001 (whatever a handler raises is written down)
        state = fail(job, without_values(error), final=isinstance(error, GiveUp))
        log.warning(
            "job %s of kind %s: try %d failed with %s, now %s",
            job.pk, job.kind, job.attempts, type(error).__name__, state.value,
        )  # fmt: skip
        return error
    finish(job)
    return None


def run_due(*, limit: int = 1000) -> int:
    """Run the jobs that are due, here and now, and say how many; an error is written down, then raised.

    For tests and scripts. A worker does the same in its lanes, with leases kept.
    """
    for done in range(limit):
        job = claim("here", lease_seconds=600)
        if job is None:
            return done
        if error := run_job(job):
            raise error
    return limit
