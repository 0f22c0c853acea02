"""Purchases out of files: many at once, each known by the file's own name for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.domain.purchases.models import Purchase


def known_purchases(references: Iterable[str]) -> dict[str, Purchase]:
    """The purchases that were taken in already, by reference, with contact and offer."""
    found = Purchase.objects.filter(reference__in=set(references)).select_related("contact", "offer")
    return {str(purchase.reference): purchase for purchase in found}


def import_purchases(purchases: Sequence[Purchase], *, by: Actor) -> None:
    """Store new purchases. Call inside a transaction, with references that are not known yet."""
    Purchase.objects.bulk_create(purchases)
    record_many(
        [
            new_entry(
                "purchase.imported",
                by=by,
                contact_id=purchase.contact_id,
                subject_id=purchase.id,
                facts={"reference": purchase.reference, "currency": purchase.currency},
            )
            for purchase in purchases
        ]
    )
