"""A contact's details change: the contact, and their place in the directory with the name they have there."""

from __future__ import annotations

from django.db import transaction

from portico.core.history import Actor
from portico.core.text import clean_line
from portico.domain.contacts import actions
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.directory.search import refresh_entries


def run(contact: Contact, *, typed: Details, expected_version: int, by: Actor) -> Contact:
    """Store the details; the directory finds the new name from the same instant on.

    Raises what `contacts.actions.change_details` raises.
    """
    if clean_line(typed.full_name) == contact.full_name:
        return actions.change_details(contact, typed=typed, expected_version=expected_version, by=by)
    with transaction.atomic():
        changed = actions.change_details(contact, typed=typed, expected_version=expected_version, by=by)
        refresh_entries([changed.id])
    return changed
