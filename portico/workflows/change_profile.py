"""A customer saves their profile: time zone and topics, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.contacts.time_zones import change_time_zone
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.models import Way


def run(contact: Contact, *, time_zone: str, topics: Mapping[UUID, bool], by: Actor) -> Contact:
    """Store what differs from what is stored. `contact` is the row as the caller loaded it.

    Raises InvalidDetails for a name that is no time zone, StaleDetails when the contact was changed meanwhile.
    """
    with transaction.atomic():
        changed = change_time_zone(contact, time_zone=time_zone, expected_version=contact.version, by=by)
        choose_topics(contact, wanted=topics, way=Way.SETTINGS, by=by)
    return changed
