"""Reading contacts."""

from __future__ import annotations

from uuid import UUID

from portico.domain.contacts.models import Contact, DetailsVersion


def find_contact(contact_id: UUID) -> Contact | None:
    """The contact, or None."""
    return Contact.objects.filter(id=contact_id).first()


def list_details_versions(contact_id: UUID) -> list[DetailsVersion]:
    """Every version of a contact's details, oldest first, in one statement."""
    return list(DetailsVersion.objects.filter(contact_id=contact_id).order_by("number"))
