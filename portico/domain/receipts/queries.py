"""Reading receipts: their versions, and what of them a year holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import ExtractYear

from portico.domain.contacts.models import DetailsVersion
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.versions import Version, versions_of
from portico.domain.site.queries import list_freezes


def load_versions(receipt: Receipt) -> list[Version]:
    """All versions of one receipt, oldest first, in three statements."""
    refunds = Receipt.objects.filter(refund_of_id=receipt.id)
    return versions_by_receipt([receipt], refunds)[receipt.id]


def versions_by_receipt(receipts: Sequence[Receipt], refunds: Iterable[Receipt]) -> dict[UUID, list[Version]]:
    """The versions of each receipt, in two statements however many there are.

    `refunds` are the refund receipts of all of them; others among them do no harm.
    """
    rows: dict[UUID, list[DetailsVersion]] = defaultdict(list)
    contact_ids = {receipt.contact_id for receipt in receipts}
    for row in DetailsVersion.objects.filter(contact_id__in=contact_ids).order_by("number"):
        rows[row.contact_id].append(row)
    refunded: dict[UUID, list[Receipt]] = defaultdict(list)
    for refund in refunds:
        if refund.refund_of_id:
            refunded[refund.refund_of_id].append(refund)
    freezes = list_freezes()
    return {
        receipt.id: versions_of(
            receipt,
            details_versions=rows[receipt.contact_id],
            refunds=refunded[receipt.id],
            freezes=freezes,
        )
        for receipt in receipts
    }


def receipts_a_year(contact_id: UUID, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Each year in which the contact has receipts, newest first, with how many. Years end in `zone`."""
    found = Receipt.objects.filter(contact_id=contact_id).annotate(year=ExtractYear("issued_at", tzinfo=zone))
    return [(row["year"], row["many"]) for row in found.values("year").annotate(many=Count("id")).order_by("-year")]


def list_receipt_ids_of_year(contact_id: UUID, year: int, zone: ZoneInfo) -> list[UUID]:
    """The contact's receipts and refund receipts of a year, oldest first."""
    start, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    found = Receipt.objects.filter(contact_id=contact_id, issued_at__gte=start, issued_at__lt=end)
    return list(found.order_by("issued_at", "id").values_list("id", flat=True))
