"""Two-step sign-in: codes work once, are kept unreadable, and go with the app."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from portico.core import clock, one_time_codes
from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import means, passkeys, two_step


def by(contact: Contact) -> Actor:
    return Actor("customer", contact.id)


def now_code(key: str, *, steps: int = 0) -> str:
    return one_time_codes.code_at(key, one_time_codes.step_at(clock.now()) + steps)


def turn_on(contact: Contact) -> tuple[str, list[str]]:
    key, codes = one_time_codes.new_key(), two_step.new_recovery_codes(contact)
    assert two_step.turn_on(contact, key=key, typed=now_code(key), codes=codes, by=by(contact))
    return key, list(codes)


def proves(contact: Contact, typed: str) -> str:
    return two_step.proves(contact, typed=typed, by=by(contact))


def test_it_is_on_only_after_a_code_proved_that_the_app_has_the_key(ana: Contact) -> None:
    codes = two_step.new_recovery_codes(ana)
    assert not two_step.turn_on(ana, key=one_time_codes.new_key(), typed="000000", codes=codes, by=by(ana))
    assert not two_step.is_on(ana)
    turn_on(ana)
    assert two_step.is_on(ana)


def test_a_code_works_once(ana: Contact) -> None:
    key, _codes = turn_on(ana)
    assert proves(ana, now_code(key)) == "", "the code that turned it on is used up"
    assert proves(ana, now_code(key, steps=1)) == "app"
    assert proves(ana, now_code(key, steps=1)) == ""
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert proves(ana, now_code(key)) == "app"


def test_a_recovery_code_works_once_and_says_how_many_are_left(ana: Contact) -> None:
    _key, codes = turn_on(ana)
    assert proves(ana, f"{codes[3][:5]} {codes[3][5:]}") == "recovery_code"
    assert proves(ana, codes[3]) == ""
    assert means.list_means(ana).codes_left == 9
    assert Entry.objects.get(verb="security.recovery_code_used").facts == {"left": 9}


def test_codes_of_one_contact_open_nothing_of_another(ana: Contact, ben: Contact) -> None:
    key, codes = turn_on(ana)
    turn_on(ben)
    assert proves(ben, now_code(key, steps=1)) == ""
    assert proves(ben, codes[0]) == ""


def test_a_stolen_table_shows_neither_key_nor_codes(ana: Contact) -> None:
    key, codes = turn_on(ana)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert key not in stored
    assert not [code for code in codes if code in stored]


def test_new_recovery_codes_end_the_old_ones(ana: Contact) -> None:
    _key, old = turn_on(ana)
    assert two_step.replace_recovery_codes(ana, codes=two_step.new_recovery_codes(ana), by=by(ana))
    assert proves(ana, old[0]) == ""


def test_turning_it_off_takes_the_codes_along(ana: Contact) -> None:
    key, codes = turn_on(ana)
    assert two_step.turn_off(ana, by=by(ana))
    assert not two_step.turn_off(ana, by=by(ana)), "a repeat changes nothing"
    assert not Authenticator.objects.exists()
    assert proves(ana, now_code(key, steps=1)) == proves(ana, codes[0]) == ""
    assert not two_step.replace_recovery_codes(ana, codes=two_step.new_recovery_codes(ana), by=by(ana))


def test_another_app_takes_the_place_of_the_first(ana: Contact) -> None:
    old, _codes = turn_on(ana)
    new, _codes = turn_on(ana)
    assert proves(ana, now_code(old, steps=1)) == ""
    assert proves(ana, now_code(new, steps=1)) == "app"


def test_a_key_sealed_under_a_lost_secret_opens_nothing_and_breaks_nothing(ana: Contact, settings: object) -> None:
    key, codes = turn_on(ana)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert proves(ana, now_code(key, steps=1)) == ""
    assert proves(ana, codes[0]) == "recovery_code"


def passkey(contact: Contact, name: str) -> Authenticator:
    return passkeys.add_passkey(contact, name=name, credential={"id": name}, by=by(contact))


@pytest.mark.parametrize("old_stays", [True, False])
def test_undoing_a_change_of_email_removes_the_means_added_since(ana: Contact, ben: Contact, old_stays: bool) -> None:
    if old_stays:
        passkey(ana, "old")
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        change = email_changes.ask(ana, new_email="evil@example.org", by=by(ana)).change
        changed = email_changes.confirm(change, by=by(ana))
        assert changed
        passkey(ana, "new")
        passkey(ben, "bens")
        turn_on(ana)
        assert email_changes.undo(changed.change, by=by(ana))
    left = [row.data["name"] for row in Authenticator.objects.order_by("id")]
    assert left == (["old", "bens"] if old_stays else ["bens"])
    assert not two_step.is_on(ana)
    assert set(Entry.objects.get(verb="security.means_removed").facts["kinds"]) == {
        "recovery_codes",
        "totp",
        "webauthn",
    }
