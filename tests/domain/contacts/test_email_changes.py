"""A change of email: pending in our own row alone, in force by its button, undone from the old address."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import DatabaseError, transaction

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.secrets import token_hash
from portico.domain.contacts import actions, email_changes
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact, DetailsVersion, EmailChange
from tests import cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANA = Actor("customer")


def stored(who: Contact) -> Contact:
    return Contact.objects.get(id=who.id)


def ask(who: Contact, email: str = "Ana@New.example") -> email_changes.Asked:
    return email_changes.ask(who, new_email=email, by=ANA)


def confirmed(who: Contact, email: str = "Ana@New.example") -> email_changes.Changed:
    changed = email_changes.confirm(ask(who, email).change, by=ANA)
    assert changed is not None
    return changed


def state(change: EmailChange) -> str:
    return EmailChange.objects.get(id=change.id).state


# Asked for


def test_asking_changes_nothing_but_its_own_row(ana: Contact) -> None:
    before = Contact.objects.filter(id=ana.id).values().get()
    with time_machine.travel(NOON, tick=False):
        asked = ask(ana)
    assert Contact.objects.filter(id=ana.id).values().get() == before
    assert not EmailAddress.objects.exists()  # nothing for the sign-in library to send a reset to
    change = EmailChange.objects.get()
    assert (change.new_email, change.new_email_as_typed) == ("ana@new.example", "Ana@New.example")
    assert (change.old_email, change.state, change.requested_at) == ("ana@example.org", "pending", NOON)
    assert change.expires_at == NOON + timedelta(hours=24)
    assert asked.change == change
    entry = Entry.objects.get(verb="contact.email_change_asked")
    assert entry.values_changed.after == {"email": "Ana@New.example"}
    assert "new.example" not in str(entry.facts)


def test_only_the_hash_of_the_token_is_kept(ana: Contact) -> None:
    asked = ask(ana)
    row = EmailChange.objects.filter(id=asked.change.id).values().get()
    assert asked.token not in str(row)
    assert row["token_hash"] == token_hash(asked.token)
    assert email_changes.find_by_token(asked.token) == asked.change
    assert email_changes.find_by_token(asked.token + "x") is None
    assert email_changes.find_by_undo_token(asked.token) is None


def test_a_newer_change_ends_the_older_ones_link(ana: Contact) -> None:
    older, newer = ask(ana, "one@new.example"), ask(ana, "two@new.example")
    assert email_changes.find_pending(ana) == newer.change
    assert email_changes.confirm(older.change, by=ANA) is None
    assert state(older.change) == "withdrawn"
    assert stored(ana).email == "ana@example.org"
    assert email_changes.confirm(newer.change, by=ANA) is not None
    assert stored(ana).email == "two@new.example"


def test_the_database_allows_one_pending_change(ana: Contact) -> None:
    change = ask(ana).change
    with pytest.raises(DatabaseError), transaction.atomic():
        EmailChange.objects.create(
            contact=ana, old_email="a", new_email="b", token_hash="x", expires_at=change.expires_at
        )


def test_asking_uses_the_address_of_now(ana: Contact) -> None:
    """An object loaded before another change does not make a dead or wrong link."""
    old = stored(ana)
    confirmed(ana, "one@new.example")
    assert ask(old, "two@new.example").change.old_email == "one@new.example"


def test_keeping_the_old_address_ends_the_pending_change_once(ana: Contact) -> None:
    asked = ask(ana)
    assert email_changes.withdraw(ana, by=ANA) is True
    assert email_changes.withdraw(ana, by=ANA) is False
    assert Entry.objects.filter(verb="contact.email_change_withdrawn").count() == 1
    assert email_changes.find_pending(ana) is None
    assert email_changes.confirm(asked.change, by=ANA) is None


def test_a_pending_change_runs_out_after_a_day(ana: Contact) -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        asked = ask(ana)
        moved.shift(timedelta(hours=24) - timedelta(seconds=1))
        assert email_changes.can_be_confirmed(asked.change)
        assert email_changes.find_pending(ana) == asked.change
        moved.shift(1)
        assert email_changes.find_pending(ana) is None
        assert email_changes.confirm(asked.change, by=ANA) is None
        assert ask(ana, "two@new.example").change.state == "pending"  # a run-out one is in nobody's way
    assert stored(ana).email == "ana@example.org"


# In force


def test_confirming_puts_it_in_force_everywhere_at_once(ana: Contact) -> None:
    EmailAddress.objects.create(user=ana, email=ana.email, verified=False, primary=True)
    salt = stored(ana).session_salt
    with time_machine.travel(NOON, tick=False):
        changed = confirmed(ana)
    now = stored(ana)
    assert (now.email, now.email_as_typed, now.email_confirmed_at) == ("ana@new.example", "Ana@New.example", NOON)
    assert now.session_salt == salt  # signed in where the button was pressed
    assert changed.contact.email == now.email
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ana@new.example", True)]
    version = DetailsVersion.objects.get(contact=ana, number=2)
    assert version.changed == ["email"]
    assert Details.from_json(version.details) == now.details
    entry = Entry.objects.get(verb="contact.details_changed")
    assert entry.values_changed.before == {"email": "ana@example.org"}
    assert entry.values_changed.after == {"email": "Ana@New.example"}
    change = EmailChange.objects.get()
    assert (change.state, change.undo_until) == ("confirmed", NOON + timedelta(hours=72))
    assert change.undo_hash == token_hash(changed.undo_token)


def test_other_fields_saved_meanwhile_stay(ana: Contact) -> None:
    asked = ask(ana)
    fresh = stored(ana)
    typed = replace(fresh.details, full_name="Ana Costa")
    actions.change_details(fresh, typed=typed, expected_version=fresh.version, by=ANA)
    email_changes.confirm(asked.change, by=ANA)
    assert (stored(ana).full_name, stored(ana).email) == ("Ana Costa", "ana@new.example")


def test_the_button_pressed_twice_works_once(ana: Contact) -> None:
    asked = ask(ana)
    assert email_changes.confirm(asked.change, by=ANA) is not None
    assert email_changes.confirm(asked.change, by=ANA) is None
    assert DetailsVersion.objects.filter(contact=ana).count() == 2


def test_an_address_taken_meanwhile_is_not_put_in_force(ana: Contact) -> None:
    asked = ask(ana)
    cast.contact("other", "Other")
    Contact.objects.filter(email="other@example.org").update(email="ana@new.example")
    before = Entry.objects.count()
    assert email_changes.confirm(asked.change, by=ANA) is None
    assert (stored(ana).email, state(asked.change), Entry.objects.count()) == ("ana@example.org", "pending", before)


# Undone


def test_undoing_restores_the_address_and_locks_out_whoever_changed_it(ana: Contact) -> None:
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    actions.confirm_email(ana, at=NOON)
    before = stored(ana)
    changed = confirmed(ana)
    assert email_changes.find_by_undo_token(changed.undo_token) == changed.change
    assert email_changes.undo(changed.change, by=ANA) == ana
    now = stored(ana)
    assert (now.email, now.email_as_typed) == ("ana@example.org", "ana@example.org")
    assert now.email_confirmed_at is not None
    assert not now.has_usable_password()
    assert now.get_session_auth_hash() != before.get_session_auth_hash()
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("ana@example.org", True)]
    assert DetailsVersion.objects.filter(contact=ana).count() == 3
    assert Entry.objects.filter(verb="contact.email_change_undone").count() == 1


def test_an_address_that_was_never_proven_does_not_come_back_proven(ana: Contact) -> None:
    changed = confirmed(ana)
    email_changes.undo(changed.change, by=ANA)
    assert stored(ana).email_confirmed_at is None


def test_the_undo_works_once_and_for_three_days(ana: Contact) -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        first = confirmed(ana)
        moved.shift(timedelta(hours=72) - timedelta(seconds=1))
        assert email_changes.undo(first.change, by=ANA) is not None
        assert email_changes.undo(first.change, by=ANA) is None
        second = confirmed(ana, "two@new.example")
        moved.shift(timedelta(hours=72))
        assert email_changes.undo(second.change, by=ANA) is None
    assert stored(ana).email == "two@new.example"


def test_a_pending_change_cannot_be_undone(ana: Contact) -> None:
    assert email_changes.undo(ask(ana).change, by=ANA) is None


def test_later_changes_fall_with_the_one_that_is_undone(ana: Contact) -> None:
    """A thief moves the account on twice; the first holder's link still brings it back, and theirs are dead."""
    with time_machine.travel(NOON, tick=False) as moved:
        first = confirmed(ana, "thief@one.example")
        moved.shift(60)
        second = confirmed(ana, "thief@two.example")
        moved.shift(60)
        third = ask(ana, "thief@three.example")
        assert email_changes.undo(first.change, by=ANA) is not None
        assert stored(ana).email == "ana@example.org"
        assert email_changes.undo(second.change, by=ANA) is None
        assert email_changes.confirm(third.change, by=ANA) is None
    assert stored(ana).email == "ana@example.org"


def test_an_old_address_that_somebody_else_has_now_does_not_come_back(ana: Contact) -> None:
    changed = confirmed(ana)
    cast.contact("ana", "Somebody else")
    password = stored(ana).password
    assert email_changes.undo(changed.change, by=ANA) is None
    assert (stored(ana).email, stored(ana).password) == ("ana@new.example", password)
    assert state(changed.change) == "confirmed"


def test_undoing_what_was_changed_back_by_hand_makes_no_empty_version(ana: Contact) -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        first = confirmed(ana)
        moved.shift(60)
        confirmed(ana, "ana@example.org")
        moved.shift(60)
        assert email_changes.undo(first.change, by=ANA) is not None
    assert not stored(ana).has_usable_password()
    assert all(version.changed for version in DetailsVersion.objects.filter(contact=ana, number__gt=1))


# Changed by the team


def test_the_teams_change_ends_a_pending_one_and_can_be_undone(ana: Contact) -> None:
    pending = ask(ana)
    before, fresh = stored(ana), stored(ana)
    typed = replace(fresh.details, email="ana@team.example")
    with transaction.atomic():
        after = actions.change_details(fresh, typed=typed, expected_version=fresh.version, by=Actor("team"))
        changed = email_changes.note_changed_by_team(before, after)
    assert state(pending.change) == "withdrawn"
    assert email_changes.confirm(pending.change, by=ANA) is None
    assert email_changes.undo(changed.change, by=ANA) is not None
    assert stored(ana).email == "ana@example.org"


# Nothing half-done


class Broken(Exception):
    pass


@pytest.mark.parametrize("step", ["_follow", "_make_undoable", "store_details"])
def test_a_confirmation_that_fails_in_the_middle_leaves_nothing(
    ana: Contact, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    asked = ask(ana)
    before = (Contact.objects.values().get(), EmailChange.objects.values().get(), Entry.objects.count())
    real = getattr(email_changes, step)

    def breaks(*args: object, **options: object) -> None:
        real(*args, **options)
        raise Broken

    monkeypatch.setattr(email_changes, step, breaks)
    with pytest.raises(Broken):
        email_changes.confirm(asked.change, by=ANA)
    monkeypatch.undo()
    assert (Contact.objects.values().get(), EmailChange.objects.values().get(), Entry.objects.count()) == before
    assert email_changes.confirm(asked.change, by=ANA) is not None


@pytest.mark.parametrize("step", ["_follow", "_lock_out", "store_details", "record"])
def test_an_undo_that_fails_in_the_middle_leaves_nothing(
    ana: Contact, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    changed = confirmed(ana)
    before = (Contact.objects.values().get(), EmailChange.objects.values().get(), Entry.objects.count())
    real = getattr(email_changes, step)

    def breaks(*args: object, **options: object) -> None:
        real(*args, **options)
        raise Broken

    monkeypatch.setattr(email_changes, step, breaks)
    with pytest.raises(Broken):
        email_changes.undo(changed.change, by=ANA)
    assert (Contact.objects.values().get(), EmailChange.objects.values().get(), Entry.objects.count()) == before
