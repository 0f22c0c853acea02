"""A business starts: its site and its first owner."""

from __future__ import annotations

from django.db import transaction

from portico.core.history import Actor
from portico.core.text import canonical_email
from portico.domain.contacts.actions import add_contact
from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.site.actions import open_site
from portico.domain.site.models import Site
from portico.domain.team.actions import add_member
from portico.domain.team.models import Role


def run(
    *,
    site_name: str,
    owner_email: str,
    owner_name: str,
    owner_password: str,
    by: Actor,
    **site_values: object,
) -> tuple[Site, Contact]:
    """Create the site and its owner; run again, it leaves both as they are.

    Raises portico.domain.contacts.errors.InvalidDetails when name or email cannot be used.
    """
    with transaction.atomic():
        site = open_site(name=site_name, contact_email=owner_email, by=by, **site_values)
        typed = cleaned_details(Details(full_name=owner_name, email=owner_email), name_required=False)
        owner = Contact.objects.filter(email=canonical_email(typed.email)).first()
        if owner is None:
            owner = add_contact(typed, by=by, password=owner_password)
        add_member(owner.id, role=Role.OWNER, by=by)
    return site, owner
