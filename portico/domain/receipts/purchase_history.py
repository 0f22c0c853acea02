"""A contact's purchases with everything that hangs on them. It joins all shelves below this one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from portico.core.text import fold
from portico.domain.grants.models import Grant
from portico.domain.grants.queries import list_grants_of_purchases
from portico.domain.payments.models import Payment, Refund
from portico.domain.purchases.models import Purchase
from portico.domain.purchases.queries import in_year, list_purchases, page_of_purchases
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.queries import versions_by_receipt
from portico.domain.receipts.versions import Version

Status = Literal["", "paid", "refunded", "free"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for: `text` in titles and receipt numbers. Empty values leave nothing out."""

    text: str = ""
    year: int | None = None
    status: Status = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.year or self.status)


@dataclass(frozen=True, slots=True)
class Bought:
    """One purchase with its payments, refunds, receipts (newest first, with their versions) and grants."""

    purchase: Purchase
    payments: list[Payment] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    receipts: list[tuple[Receipt, list[Version]]] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of purchases, newest first; `before` and `after` are the keys of the pages beside it."""

    bought: list[Bought]
    before: UUID | None
    after: UUID | None


def list_purchase_history(
    contact_id: UUID,
    *,
    filters: Filters,
    zone: ZoneInfo,
    after: UUID | None = None,
    before: UUID | None = None,
) -> HistoryPage:
    """A page of 25, in the same number of statements however much there is. `zone` says where a year ends."""
    found = _filtered(contact_id, filters, zone)
    page = page_of_purchases(contact_id, found, after=after, before=before)
    return HistoryPage(_with_everything(page.purchases), page.before, page.after)


def _filtered(contact_id: UUID, filters: Filters, zone: ZoneInfo) -> QuerySet[Purchase]:
    found = list_purchases(contact_id)
    if filters.year:
        found = found.filter(in_year(filters.year, zone))
    if filters.text:
        found = found.filter(id__in=_matching(contact_id, filters.text))
    was_paid = Exists(Payment.objects.filter(purchase=OuterRef("pk"), amount_minor__gt=0))
    was_refunded = Exists(Refund.objects.filter(payment__purchase=OuterRef("pk")))
    if filters.status == "paid":
        found = found.filter(was_paid).exclude(was_refunded)
    elif filters.status == "refunded":
        found = found.filter(was_refunded)
    elif filters.status == "free":
        found = found.exclude(was_paid)
    return found


def _matching(contact_id: UUID, text: str) -> set[UUID]:
    # Compared here, not in the database: SQLite knows no case beyond ASCII, and one person's titles are few.
    titles = Purchase.objects.filter(contact_id=contact_id).values_list("id", "title")
    numbers = Receipt.objects.filter(contact_id=contact_id).values_list("purchase_id", "number")
    wanted = fold(text)
    return {purchase_id for purchase_id, words in chain(titles, numbers) if wanted in fold(words)}


def _with_everything(purchases: list[Purchase]) -> list[Bought]:
    ids = [purchase.id for purchase in purchases]
    payments = list(Payment.objects.filter(purchase_id__in=ids).order_by("paid_at", "id"))
    refunds = list(
        Refund.objects.filter(payment__purchase_id__in=ids).select_related("payment").order_by("refunded_at", "id")
    )
    receipts = list(Receipt.objects.filter(purchase_id__in=ids).defer("lines", "taxes").order_by("-issued_at", "-id"))
    versions = versions_by_receipt(receipts, receipts)
    bought = {purchase.id: Bought(purchase) for purchase in purchases}
    for payment in payments:
        bought[payment.purchase_id].payments.append(payment)
    for refund in refunds:
        bought[refund.payment.purchase_id].refunds.append(refund)
    for receipt in receipts:
        bought[receipt.purchase_id].receipts.append((receipt, versions[receipt.id]))
    for grant in list_grants_of_purchases(ids):
        if grant.purchase_id:
            bought[grant.purchase_id].grants.append(grant)
    return list(bought.values())
