"""Access out of files: many grants at once, and the ends of access that later rows bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.domain.grants.models import Grant


def known_grants(references: Iterable[str]) -> dict[str, Grant]:
    """One grant a reference of those taken in already (a row may have given several products)."""
    found = Grant.objects.filter(reference__in=set(references)).select_related("contact")
    return {str(grant.reference): grant for grant in found}


def import_grants(grants: Sequence[Grant], *, by: Actor) -> None:
    """Store new grants. Call inside a transaction. Those of a purchase are in its history already."""
    Grant.objects.bulk_create(grants)
    record_many(
        [
            new_entry("grant.imported", by=by, contact_id=grant.contact_id, subject_id=grant.id)
            for grant in grants
            if grant.purchase_id is None
        ]
    )


def import_ends(ends: Mapping[UUID, datetime]) -> None:
    """Let the access that a purchase gave end at an instant; `ends` is by purchase. Call inside a
    transaction.
    """
    if not ends:
        return
    grants = list(Grant.objects.filter(purchase_id__in=list(ends)))
    for grant in grants:
        if grant.purchase_id is not None:
            grant.until = max(ends[grant.purchase_id], grant.since)
    Grant.objects.bulk_create(grants, update_conflicts=True, unique_fields=["id"], update_fields=["until"])
