"""Names and number of passkeys, and whose they are."""

from __future__ import annotations

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import passkeys


def by(contact: Contact) -> Actor:
    return Actor("customer", contact.id)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(passkeys.BadPasskeyName):
        passkeys.cleaned_name(name)


def test_a_name_is_kept_as_typed_without_the_spaces_around_it() -> None:
    assert passkeys.cleaned_name("  Ноутбук  ana ") == "Ноутбук ana"


def test_nobody_has_more_than_the_browser_can_be_asked_for(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "MOST", 2)
    for name in ("one", "two"):
        passkeys.add_passkey(ana, name=name, credential={}, by=by(ana))
    with pytest.raises(passkeys.TooManyPasskeys):
        passkeys.add_passkey(ana, name="three", credential={}, by=by(ana))


def test_a_passkey_is_found_and_removed_by_its_own_contact_alone(ana: Contact, ben: Contact) -> None:
    passkey = passkeys.add_passkey(ana, name="Laptop", credential={}, by=by(ana))
    assert passkeys.find_passkey(ben, passkey.id) is None
    assert passkeys.find_passkey(ana, 10**30) is None
    assert not passkeys.remove_passkey(ben, passkey, by=by(ben))
    assert passkeys.remove_passkey(ana, passkey, by=by(ana))
    assert not passkeys.remove_passkey(ana, passkey, by=by(ana)), "a repeat changes nothing"
    assert list(Entry.objects.filter(verb__contains="passkey").values_list("verb", flat=True)) == [
        "security.passkey_added",
        "security.passkey_removed",
    ]


def test_the_same_name_again_writes_nothing(ana: Contact) -> None:
    passkey = passkeys.add_passkey(ana, name="Laptop", credential={}, by=by(ana))
    passkeys.rename_passkey(ana, passkey, name="Laptop", by=by(ana))
    passkeys.rename_passkey(ana, passkey, name="Work laptop", by=by(ana))
    assert Entry.objects.filter(verb="security.passkey_renamed").count() == 1
    assert passkeys.list_passkeys(ana)[0].data["name"] == "Work laptop"
