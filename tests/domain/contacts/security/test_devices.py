"""Names of browsers, and which sessions are devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from portico.core import clock
from portico.core.history import Actor
from portico.domain.contacts.actions import end_sessions
from portico.domain.contacts.models import Contact, Session
from portico.domain.contacts.security import devices
from tests.cast import signed_in

MACINTOSH = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        (f"{MACINTOSH} Version/26.0 Safari/605.1.15", "Safari on Mac"),
        (f"{MACINTOSH} Chrome/142.0.0.0 Safari/537.36", "Chrome on Mac"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit Chrome/142 Safari/537.36 Edg/142.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/142 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("<script>alert(1)</script>" * 1000, ""),
    ],
)
def test_a_browser_is_named_by_words_of_ours_alone(user_agent: str, name: str) -> None:
    assert devices.browser_name(user_agent) == name


def by(contact: Contact) -> Actor:
    return Actor("customer", contact.id)


def test_devices_are_the_sessions_that_still_open_something(ana: Contact, ben: Contact) -> None:
    first, second, _bens = signed_in(ana), signed_in(ana), signed_in(ben)
    assert {row.session_key for row in devices.list_devices(ana)} == {
        first.session.session_key,
        second.session.session_key,
    }
    Contact.objects.filter(id=ana.id).update(session_salt="another")  # however a salt changed: no list lags behind
    ana.refresh_from_db()
    assert not devices.list_devices(ana).exists()


def test_ending_sessions_ends_all_or_all_but_one(ana: Contact, ben: Contact) -> None:
    kept, gone, bens = signed_in(ana), signed_in(ana), signed_in(ben)
    end_sessions(ana, but=kept.session.session_key)
    assert set(Session.objects.values_list("session_key", flat=True)) == {
        kept.session.session_key,
        bens.session.session_key,
    }
    assert gone.get("/settings/").status_code == 302
    assert bens.get("/library/").status_code == 200


def test_a_device_is_signed_out_by_its_own_contact_once(ana: Contact, ben: Contact) -> None:
    anas = signed_in(ana)
    device = devices.list_devices(ana).get()
    assert not devices.sign_out_device(ben, device_id=device.device_id, by=by(ben))
    assert devices.sign_out_device(ana, device_id=device.device_id, by=by(ana))
    assert not devices.sign_out_device(ana, device_id=device.device_id, by=by(ana))
    assert anas.get("/settings/").status_code == 302


def test_a_device_keeps_its_name_when_the_key_of_its_session_is_exchanged(ana: Contact) -> None:
    client = signed_in(ana)
    before = devices.list_devices(ana).get()
    session = client.session
    session.cycle_key()
    after = devices.list_devices(ana).get()
    assert (before.device_id, before.session_key) == (after.device_id, before.session_key)
    assert after.session_key != before.session_key


def test_seen_is_written_once_an_hour(ana: Contact) -> None:
    client = signed_in(ana)
    seen = devices.list_devices(ana).get().seen_at
    with time_machine.travel(clock.now() + timedelta(minutes=50), tick=False):
        client.get("/library/")
        assert devices.list_devices(ana).get().seen_at == seen
    with time_machine.travel(clock.now() + timedelta(minutes=70), tick=False):
        client.get("/library/")
        assert devices.list_devices(ana).get().seen_at == clock.now()


def test_rows_that_ran_out_are_deleted(ana: Contact) -> None:
    signed_in(ana)
    with time_machine.travel(clock.now() + timedelta(days=29)):
        devices.delete_old()
        assert Session.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(days=31)):
        devices.delete_old()
        assert Session.objects.count() == 0
