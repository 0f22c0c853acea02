"""The cast: Ana and Ben are customers, Cy is a stranger, Dee is the owner. Every test can ask "may Ben? may Cy?"."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client

from portico.core import clock
from portico.core.history import Actor
from portico.domain.catalog.models import Product, ProductKind
from portico.domain.contacts.actions import add_contact
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.site import actions as site_actions
from portico.domain.site.models import Site
from portico.domain.team.actions import add_member
from portico.domain.team.models import Role

PASSWORD = "a-long-enough-password"
OPERATOR = Actor("operator", label="tests")


def open_site(**values: Any) -> Site:
    defaults = {
        "time_zone": "Europe/Amsterdam",
        "seller_name": "Kiln B.V.",
        "seller_address": "Havenkade 1\n8862 AB Harlingen\nNetherlands",
        "seller_tax_id": "NL000099997B24",
        "receipt_prefix": "K-",
        "refund_prefix": "KR-",
    }
    return site_actions.open_site(name="Kiln", contact_email="studio@kiln.example", by=OPERATOR, **(defaults | values))


def contact(handle: str, name: str, **details: str) -> Contact:
    """A contact with `handle`@example.org, who owns nothing."""
    typed = Details(full_name=name, email=f"{handle}@example.org", **details)
    return add_contact(typed, by=OPERATOR, password=PASSWORD)


def customer(handle: str, name: str, **details: str) -> Contact:
    """A contact who was granted a product, so may sign in."""
    made = contact(handle, name, **details)
    grant(made)
    return made


def grant(to: Contact, title: str = "Wheel basics") -> Grant:
    """Access to a product, made if it is missing, given by the team."""
    product, _ = Product.objects.get_or_create(
        handle=title.lower().replace(" ", "-"), defaults={"title": title, "kind": ProductKind.COURSE}
    )
    return Grant.objects.create(
        contact=to, product=product, source=Source.TEAM, given_by="Dee Owner", since=clock.now()
    )


def owner(handle: str, name: str, role: Role = Role.OWNER) -> Contact:
    made = contact(handle, name)
    add_member(made.id, role=role, by=OPERATOR)
    return made


def signed_in(who: Contact, **options: Any) -> Client:
    """A browser in which `who` is signed in."""
    client = Client(**options)
    client.force_login(who, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
