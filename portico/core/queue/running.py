"""Running one claimed job, and what is kept of an error."""

from __future__ import annotations

import logging
import traceback

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


def without_values(error: BaseException) -> str:
    """An error as exception types and places in the code. Messages and arguments are left out: they may name
    people.
    """
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-12:]
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(seen).__module__}.{type(seen).__qualname__}", *places]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\ncaused by ".join(parts)
