"""One queue of jobs in the site's own database: work that must happen, after the answer, exactly when its
change is kept.

A job is a row written in the caller's transaction: a change that is rolled back leaves no job. `portico
worker` runs them, the small priority first, at least once: a handler has to be safe to repeat. A handler that
raises is tried again with growing gaps; after its last try the row stays as a dead letter, which `portico
check` shows.

The room owns the tables of jobs and of workers seen. It knows nothing about what a job does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from portico.core.queue.registry import GiveUp, Json, every, job

if TYPE_CHECKING:
    from portico.core.queue.models import Job

__all__ = ["BULK", "MAIL", "MONEY", "NORMAL", "GiveUp", "Json", "enqueue", "every", "job"]

# Smaller runs sooner. One lane of each worker is kept free of BULK, so that an import never holds up money or
# mail.
MONEY = 0
MAIL = 10
NORMAL = 50
BULK = 90


def enqueue(
    kind: str,
    arguments: Mapping[str, Json] | None = None,
    *,
    priority: int = NORMAL,
    run_at: datetime | None = None,
    once_key: str | None = None,
) -> Job | None:
    """Write a job into the caller's transaction: the handler of `kind` will be called with `arguments` by
    name.

    With `once_key` a second job under the same key is not written while the first still waits: None comes
    back, and the one that waits will start no earlier than this transaction's end and no later than `run_at`.
    Arguments are kept in the row: pass ids, never names, addresses or secrets.
    """
    from portico.core.queue import actions  # models load after the package: Django's order

    return actions.enqueue(kind, arguments or {}, priority=priority, run_at=run_at, once_key=once_key)
