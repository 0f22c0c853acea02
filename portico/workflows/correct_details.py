"""The team corrects a customer's details: the customer's own action, plus notice and undo of an email."""

from __future__ import annotations

import copy

from django.db import transaction

from portico.core.history import Actor
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from portico.workflows import change_details
from portico.workflows.change_email import tell_after_team_change


def run(contact: Contact, *, typed: Details, expected_version: int, site: Site, by: Actor) -> Contact:
    """Store the details. A new email is in force at once, unconfirmed; its old address is told and may undo it.

    Raises what `contacts.actions.change_details` raises.
    """
    before = copy.copy(contact)
    with transaction.atomic():
        changed = change_details.run(contact, typed=typed, expected_version=expected_version, by=by)
        # a repeat finds the change stored and gets another object: its notice went with the first
        if changed is contact and changed.email != before.email:
            tell_after_team_change(before, changed, site=site)
    return changed
