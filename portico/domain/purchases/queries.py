"""Reading purchases: one contact's, newest first, paged by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear

from portico.domain.purchases.models import Purchase

PAGE = 25


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """One page. `before` and `after` are the keys of the pages beside it, None where there is none."""

    purchases: list[Purchase]
    before: UUID | None = None
    after: UUID | None = None


def list_purchases(contact_id: UUID) -> QuerySet[Purchase]:
    """A contact's purchases, newest first."""
    return Purchase.objects.filter(contact_id=contact_id).order_by("-bought_at", "-id")


def in_year(year: int, zone: ZoneInfo) -> Q:
    """Bought in that year; `zone` says where it begins and ends. Takes years from 1 to 9998."""
    return Q(bought_at__gte=datetime(year, 1, 1, tzinfo=zone), bought_at__lt=datetime(year + 1, 1, 1, tzinfo=zone))


def years_of_purchases(contact_id: UUID, zone: ZoneInfo) -> list[int]:
    """The years in which the contact bought, newest first."""
    years = Purchase.objects.filter(contact_id=contact_id).annotate(year=ExtractYear("bought_at", tzinfo=zone))
    return list(years.order_by("-year").values_list("year", flat=True).distinct())


def page_of_purchases(
    contact_id: UUID, found: QuerySet[Purchase], *, after: UUID | None = None, before: UUID | None = None
) -> PurchasePage:
    """The page of `found` (from `list_purchases`) behind or before a purchase.

    The first page without a key, or with one that is not this contact's. Two statements at most, but three
    where `before` leads to the beginning.
    """
    wanted = after or before
    key = Purchase.objects.filter(contact_id=contact_id, id=wanted).first() if wanted else None
    if key is None:
        return _forward(found)
    if after:
        return _forward(found.filter(_older(key)), before_is_there=True)
    rows = list(found.filter(_newer(key)).reverse()[: PAGE + 1])
    if len(rows) <= PAGE:  # the beginning: shown as a full page, not as the rest that stands before the key
        return _forward(found)
    rows = rows[PAGE - 1 :: -1]
    return PurchasePage(rows, before=rows[0].id, after=rows[-1].id)


def _forward(found: QuerySet[Purchase], *, before_is_there: bool = False) -> PurchasePage:
    rows = list(found[: PAGE + 1])
    page = rows[:PAGE]
    return PurchasePage(
        page,
        before=page[0].id if page and before_is_there else None,
        after=page[-1].id if len(rows) > PAGE else None,
    )


def _older(key: Purchase) -> Q:
    return Q(bought_at__lt=key.bought_at) | Q(bought_at=key.bought_at, id__lt=key.id)


def _newer(key: Purchase) -> Q:
    return Q(bought_at__gt=key.bought_at) | Q(bought_at=key.bought_at, id__gt=key.id)
