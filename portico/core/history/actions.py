"""Writing history, always inside the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from portico.core import clock
from portico.core.history.actor import Actor
from portico.core.history.models import Entry, Values


def record(
    verb: str,
    *,
    by: Actor,
    contact_id: UUID | None = None,
    subject_id: object = "",
    facts: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one entry. `before` and `after` may hold personal values, `facts` may not."""
    entry = new_entry(verb, by=by, contact_id=contact_id, subject_id=subject_id, facts=facts)
    Entry.objects.bulk_create([entry])
    if before or after:
        Values.objects.bulk_create([Values(entry=entry, before=dict(before or {}), after=dict(after or {}))])
    return entry


def new_entry(
    verb: str,
    *,
    by: Actor,
    contact_id: UUID | None = None,
    subject_id: object = "",
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """An entry that is not stored yet, for writers of many rows (`record_many`)."""
    return Entry(
        at=clock.now(),
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        contact_id=contact_id,
        subject_id=str(subject_id),
        facts=dict(facts or {}),
    )


def record_many(entries: Iterable[Entry]) -> None:
    """Append many entries made by `new_entry`, in one statement a thousand rows."""
    Entry.objects.bulk_create(entries, batch_size=1000)
