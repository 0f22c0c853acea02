"""A contact's own time zone: what dates and times are shown to them in. Receipts keep the site's."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.contacts.errors import InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact

_NO_PLACES = {"Factory", "localtime", "posixrules"}  # what the machine's database holds besides zones


def is_time_zone(name: str) -> bool:
    """Whether it is an IANA name, an old one such as Asia/Calcutta among them."""
    return name in _names()


def change_time_zone(contact: Contact, *, time_zone: str, expected_version: int, by: Actor) -> Contact:
    """Show this contact's dates and times in that zone; "" is the site's. The one they have writes nothing.

    Raises InvalidDetails for a name that is no zone, StaleDetails when somebody saved since `expected_version`.
    """
    before = contact.time_zone
    if time_zone == before:
        return contact
    if time_zone and not is_time_zone(time_zone):
        raise InvalidDetails({"time_zone": _("Choose a time zone from the list.")})
    with transaction.atomic():
        found = Contact.objects.filter(id=contact.id, version=expected_version)
        if not found.update(time_zone=time_zone, version=expected_version + 1):
            raise StaleDetails(Contact.objects.get(id=contact.id))
        contact.time_zone, contact.version = time_zone, expected_version + 1
        record(
            "contact.time_zone_changed",
            by=by,
            contact_id=contact.id,
            subject_id=contact.id,
            facts={"fields": ["time_zone"]},
            before={"time_zone": before},
            after={"time_zone": time_zone},
        )
    return contact


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)
