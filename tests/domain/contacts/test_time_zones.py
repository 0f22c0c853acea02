"""A contact's own time zone: stored once, with its history, never over somebody else's save."""

from __future__ import annotations

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts.errors import InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.time_zones import change_time_zone, is_time_zone

pytestmark = pytest.mark.django_db


def change(contact: Contact, zone: str, version: int | None = None) -> Contact:
    by = Actor("customer", contact.id)
    return change_time_zone(contact, time_zone=zone, expected_version=version or contact.version, by=by)


def test_a_change_leaves_one_entry_and_no_version_of_details(ana: Contact) -> None:
    change(ana, "Asia/Tokyo")
    change(ana, "Asia/Tokyo")
    ana.refresh_from_db()
    assert (ana.time_zone, ana.version, ana.details_number) == ("Asia/Tokyo", 2, 1)
    entry = Entry.objects.get(verb="contact.time_zone_changed")
    assert (entry.values_changed.before, entry.values_changed.after) == (
        {"time_zone": ""},
        {"time_zone": "Asia/Tokyo"},
    )
    assert DetailsVersion.objects.filter(contact=ana).count() == 1


def test_a_stale_change_is_refused_with_what_is_saved_now(ana: Contact) -> None:
    change(Contact.objects.get(id=ana.id), "Asia/Tokyo")
    with pytest.raises(StaleDetails) as refused:
        change(ana, "Europe/Lisbon")
    assert refused.value.current.time_zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "name", ["Mars/Phobos", "localtime", "Factory", "../etc/passwd", "Europe", "europe/lisbon", "a" * 90, "\x00"]
)
def test_what_is_no_zone_is_refused(ana: Contact, name: str) -> None:
    with pytest.raises(InvalidDetails) as refused:
        change(ana, name)
    assert set(refused.value.errors) == {"time_zone"}
    assert not is_time_zone(name)


@pytest.mark.parametrize("name", ["UTC", "Asia/Calcutta", "Europe/Kyiv", "America/Argentina/Ushuaia", "Etc/GMT+12"])
def test_every_zone_of_the_database_is_one(ana: Contact, name: str) -> None:
    change(ana, name)
    change(ana, "")
    ana.refresh_from_db()
    assert ana.time_zone == ""
