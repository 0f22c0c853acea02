"""Reading access: what a contact may use now, what a purchase gave, what was given without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from portico.core import clock
from portico.domain.catalog.models import Product
from portico.domain.grants.models import Grant


@dataclass(frozen=True, slots=True)
class Access:
    """A product that may be used now. `until` is None where no end is set."""

    product: Product
    until: datetime | None


def grants_in_force(at: datetime | None = None) -> QuerySet[Grant]:
    """Every grant that gives access at that instant (now, if none is given)."""
    at = at or clock.now()
    return Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=at), revoked_at__isnull=True, since__lte=at)


def list_access(contact_id: UUID, at: datetime | None = None) -> list[Access]:
    """The products a contact may use, each once, the one given last first; of several ends the latest."""
    grants = grants_in_force(at).filter(contact_id=contact_id).select_related("product").order_by("-since", "-id")
    by_product: dict[UUID, list[Grant]] = defaultdict(list)
    for grant in grants:
        by_product[grant.product_id].append(grant)
    return [Access(same[0].product, _latest_end(same)) for same in by_product.values()]


def _latest_end(grants: Iterable[Grant]) -> datetime | None:
    ends = [grant.until for grant in grants]
    return None if None in ends else max(end for end in ends if end)


def list_grants_of_purchases(purchase_ids: Iterable[UUID]) -> list[Grant]:
    """What those purchases gave, with the products, in the order it was given."""
    found = Grant.objects.filter(purchase_id__in=list(purchase_ids))
    return list(found.select_related("product").order_by("since", "id"))


def list_grants(contact_id: UUID) -> list[Grant]:
    """Every grant a contact ever had, newest first, with product and purchase."""
    found = Grant.objects.filter(contact_id=contact_id).select_related("product", "purchase")
    return list(found.order_by("-since", "-id"))


def list_given(contact_id: UUID) -> list[Grant]:
    """A contact's grants without a purchase, newest first, with the products."""
    found = Grant.objects.filter(contact_id=contact_id, purchase__isnull=True)
    return list(found.select_related("product").order_by("-since", "-id"))


def ended_at(grant: Grant, at: datetime | None = None) -> datetime | None:
    """When access ended: revoked, or its end came. None while it lasts, and before it began."""
    at = at or clock.now()
    ends = [end for end in (grant.revoked_at, grant.until) if end and end <= at]
    return min(ends) if ends else None
