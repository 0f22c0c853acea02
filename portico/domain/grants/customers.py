"""Who is a customer (bought or was granted something, and is not of the team), and how much each may use."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from portico.core import clock
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.purchases.models import Purchase
from portico.domain.team.models import Membership


def customers_among(contact_ids: Collection[UUID]) -> set[UUID]:
    """Those of the contacts who bought or were granted something, team members among them; one statement."""
    granted = Grant.objects.filter(contact_id__in=contact_ids).values_list("contact_id")
    bought = Purchase.objects.filter(contact_id__in=contact_ids).values_list("contact_id")
    return {contact_id for (contact_id,) in granted.union(bought)}


def count_customers() -> int:
    """How many customers the site has. The team is not counted."""
    of_contact = {"contact_id": OuterRef("id")}
    granted = Exists(Grant.objects.filter(**of_contact))
    bought = Exists(Purchase.objects.filter(**of_contact))
    in_team = Exists(Membership.objects.filter(**of_contact))
    return Contact.objects.filter(Q(granted) | Q(bought)).exclude(in_team).count()


def count_products(contact_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many products each contact may use now; those who may use none are left out. One statement."""
    now = clock.now()
    in_force = Grant.objects.filter(
        Q(until=None) | Q(until__gt=now), contact_id__in=contact_ids, revoked_at=None, since__lte=now
    )
    counted = in_force.values_list("contact_id").annotate(products=Count("product_id", distinct=True))
    return dict(counted.order_by())
