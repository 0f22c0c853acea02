"""Loading a receipt for somebody: it is theirs, or it does not exist for them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from portico.domain.receipts.models import Receipt


def find_own_receipt(contact_id: UUID, receipt_id: UUID) -> Receipt | None:
    """The customer's receipt with what its sheet needs; None for somebody else's as for a missing one."""
    return _whole().filter(id=receipt_id, contact_id=contact_id).first()


def find_receipt(receipt_id: UUID) -> Receipt | None:
    """Any receipt, for the team (whose right to read is asked before)."""
    return _whole().filter(id=receipt_id).first()


def _whole() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("contact", "purchase", "payment", "refund_of")
