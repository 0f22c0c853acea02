"""Many at once: threads and processes, on both databases. Nothing is lost, nothing happens twice, nothing hangs.

Each guard has a control beside it: without the guard the same race ends wrongly, so these tests can fail.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db.models import QuerySet

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts import actions, email_changes
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import EmailTaken, StaleDetails
from portico.domain.contacts.models import Contact, DetailsVersion, EmailChange
from tests import cast
from tests.racing import in_processes, in_threads

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20
SAVES_EACH = 5
OPERATOR = Actor("operator")


def rename(contact_id: UUID, company: str) -> str:
    """One save of a form opened now: "saved" or "stale"."""
    mine = Contact.objects.get(id=contact_id)
    typed = replace(mine.details, company=company)
    try:
        actions.change_details(mine, typed=typed, expected_version=mine.version, by=Actor("customer", mine.id))
    except StaleDetails:
        return "stale"
    return "saved"


def rename_often(number: int, contact_id: str, times: str = "20") -> list[str]:
    return [rename(UUID(contact_id), f"Company {number}.{turn}") for turn in range(int(times))]


def no_update_was_lost(ana: Contact, outcomes: list[str]) -> bool:
    """Every save has its version and its entry, numbered without gaps, each telling what the one before left."""
    now = Contact.objects.get(id=ana.id)
    saved = outcomes.count("saved")
    versions = list(DetailsVersion.objects.filter(contact=ana).order_by("number"))
    entries = Entry.objects.filter(contact_id=ana.id, verb="contact.details_changed").select_related("values_changed")
    values = {each.facts["details_version"]: each.values_changed for each in entries}
    companies = [version.details.get("company", "") for version in versions]
    return (
        now.version == now.details_number == saved + 1
        and [version.number for version in versions] == list(range(1, saved + 2))
        and sorted(values) == list(range(2, saved + 2))
        and [values[n].after["company"] for n in sorted(values)] == companies[1:]
        and [values[n].before["company"] for n in sorted(values)] == companies[:-1]
        and now.company == companies[-1]
    )


def test_a_hundred_saves_by_threads_at_once(ana: Contact) -> None:
    came = in_threads(AT_ONCE, lambda number: rename_often(number, str(ana.id), str(SAVES_EACH)))
    outcomes = [each for outcome in came for each in outcome]
    assert len(outcomes) == 100
    assert set(outcomes) <= {"saved", "stale"}
    assert "saved" in outcomes
    assert no_update_was_lost(ana, outcomes)


def test_a_hundred_saves_by_processes_at_once(ana: Contact) -> None:
    came = in_processes(3, f"{__name__}:rename_often", str(ana.id), "34")
    outcomes = [each for outcome in came for each in outcome]
    assert len(outcomes) == 102
    assert set(outcomes) <= {"saved", "stale"}
    assert no_update_was_lost(ana, outcomes)


def test_a_hundred_forms_opened_at_once_save_once(ana: Contact) -> None:
    def send(number: int) -> str:
        mine = Contact.objects.get(id=ana.id)
        typed = replace(ana.details, company=f"Company {number}")
        try:
            actions.change_details(mine, typed=typed, expected_version=1, by=OPERATOR)
        except StaleDetails as error:
            return f"stale, now {error.current.version}"
        return "saved"

    outcomes = in_threads(AT_ONCE, send)
    assert sorted(outcomes) == ["saved"] + ["stale, now 2"] * (AT_ONCE - 1)
    assert no_update_was_lost(ana, outcomes)


def test_a_double_click_is_one_save(ana: Contact) -> None:
    typed = replace(ana.details, company="Barro Lda.")

    def send(number: int) -> int:
        mine = Contact.objects.get(id=ana.id)
        return actions.change_details(mine, typed=typed, expected_version=1, by=OPERATOR).version

    assert in_threads(AT_ONCE, send) == [2] * AT_ONCE
    assert no_update_was_lost(ana, ["saved"])


def test_without_the_version_in_its_condition_updates_are_lost(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the row is found by its id alone."""
    real = QuerySet.filter

    def blind(self: QuerySet[Any], *args: Any, **conditions: Any) -> QuerySet[Any]:
        if self.model is Contact and conditions.keys() == {"id", "version"}:
            conditions.pop("version")
        return real(self, *args, **conditions)

    monkeypatch.setattr(QuerySet, "filter", blind)
    first, second = Contact.objects.get(id=ana.id), Contact.objects.get(id=ana.id)
    came: list[Any] = []
    for mine, company in ((first, "One"), (second, "Two")):
        try:
            typed = replace(mine.details, company=company)
            actions.change_details(mine, typed=typed, expected_version=1, by=OPERATOR)
            came.append("saved")
        except Exception as error:  # noqa: BLE001  the unique number of a version stops it too
            came.append(error)
    monkeypatch.undo()
    assert came != ["saved", "stale"]
    assert not isinstance(came[1], StaleDetails)


# Addresses


def test_one_of_many_gets_an_address(site: object) -> None:
    def add(number: int) -> object:
        spelling = "ana@example.org" if number % 2 else "ANA@Example.ORG"
        return actions.add_contact(Details(full_name=f"Ana {number}", email=spelling), by=OPERATOR)

    came = in_threads(AT_ONCE, add)
    assert sum(isinstance(each, Contact) for each in came) == 1
    assert sum(isinstance(each, EmailTaken) for each in came) == AT_ONCE - 1
    assert Contact.objects.count() == DetailsVersion.objects.count() == 1


def ask(who: Contact, email: str = "ana@new.example") -> email_changes.Asked:
    return email_changes.ask(who, new_email=email, by=OPERATOR)


def confirm_once(number: int, change_id: str) -> bool:
    change = EmailChange.objects.get(id=change_id)
    return email_changes.confirm(change, by=OPERATOR) is not None


def test_twenty_presses_of_the_button_are_one_change(ana: Contact) -> None:
    change = ask(ana).change
    came = in_threads(AT_ONCE, lambda number: confirm_once(number, str(change.id)))
    assert sorted(came) == [False] * (AT_ONCE - 1) + [True]
    assert DetailsVersion.objects.filter(contact=ana).count() == 2
    assert Entry.objects.filter(verb="contact.details_changed").count() == 1


def test_presses_in_three_processes_are_one_change(ana: Contact) -> None:
    change = ask(ana).change
    came = in_processes(3, f"{__name__}:confirm_once", str(change.id))
    assert sorted(came) == [False, False, True]
    assert DetailsVersion.objects.filter(contact=ana).count() == 2


@contextmanager
def nothing_is_locked(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The control's world: rows are read without a lock, and two readers meet between reading and writing."""
    meet = threading.Barrier(2)
    real = email_changes.can_be_confirmed

    def both_looked(change: EmailChange) -> bool:
        answer = real(change)
        meet.wait(timeout=10)
        return answer

    patch.setattr(QuerySet, "select_for_update", lambda self, *args, **options: self)
    patch.setattr(email_changes, "can_be_confirmed", both_looked)
    yield
    patch.undo()


@pytest.mark.postgresql  # SQLite lets one writer in at a time, whatever the code locks
def test_without_the_lock_two_presses_would_both_count(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    change = ask(ana).change
    with nothing_is_locked(monkeypatch):
        came = in_threads(2, lambda number: confirm_once(number, str(change.id)))
    assert came != [False, True]
    assert came != [True, False]


def test_two_contacts_who_want_one_address_end_with_one_holder(ana: Contact, ben: Contact) -> None:
    changes = [ask(who, "shared@new.example").change for who in (ana, ben)]
    came = in_threads(2, lambda number: email_changes.confirm(changes[number], by=OPERATOR))
    assert sum(each is not None for each in came) == 1
    assert not any(isinstance(each, Exception) for each in came)
    assert Contact.objects.filter(email="shared@new.example").count() == 1


def test_confirming_races_with_asking_for_another(ana: Contact) -> None:
    """Whoever comes first: the address in force was confirmed, and at most the newer change waits."""
    for turn in range(5):
        first = ask(ana, f"one{turn}@new.example").change
        before = Contact.objects.get(id=ana.id).email
        came = in_threads(
            2,
            lambda number, change=first, n=turn: (  # type: ignore[misc]
                email_changes.confirm(change, by=OPERATOR) if number else ask(ana, f"two{n}@new.example")
            ),
        )
        assert not any(isinstance(each, Exception) for each in came), came
        now = Contact.objects.get(id=ana.id).email
        assert now == (f"one{turn}@new.example" if came[1] else before)
        assert EmailChange.objects.filter(contact=ana, state="pending").count() == 1


def test_a_confirmation_and_a_new_request_do_not_wait_for_each_other_forever(
    ana: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both take the contact first. In opposite orders PostgreSQL would end one of them with an error."""
    change = ask(ana, "one@new.example").change
    confirming, asking = threading.Event(), threading.Event()
    may_confirm, end_older = email_changes.can_be_confirmed, email_changes.withdraw

    def after_the_other_asked(found: EmailChange) -> bool:
        confirming.set()
        asking.wait(timeout=0.5)
        return may_confirm(found)

    def after_the_other_confirmed(*args: Any, **options: Any) -> bool:
        asking.set()
        confirming.wait(timeout=0.5)
        return end_older(*args, **options)

    monkeypatch.setattr(email_changes, "can_be_confirmed", after_the_other_asked)
    monkeypatch.setattr(email_changes, "withdraw", after_the_other_confirmed)
    came = in_threads(
        2, lambda number: email_changes.confirm(change, by=OPERATOR) if number else ask(ana, "two@new.example")
    )
    assert not any(isinstance(each, Exception) for each in came), came


def test_undoing_races_with_the_next_confirmation(ana: Contact) -> None:
    """Whatever comes first, the undo brings the old address back and the thief's later change is dead."""
    for turn in range(5):
        home = Contact.objects.get(id=ana.id).email
        first = email_changes.confirm(ask(ana, f"thief{turn}@one.example").change, by=OPERATOR)
        assert first is not None
        second = ask(ana, f"thief{turn}@two.example").change
        undone = first.change
        came = in_threads(
            2,
            lambda number, undone=undone, second=second: (  # type: ignore[misc]
                email_changes.confirm(second, by=OPERATOR) if number else email_changes.undo(undone, by=OPERATOR)
            ),
        )
        assert not any(isinstance(each, Exception) for each in came), came
        assert came[0] is not None
        assert Contact.objects.get(id=ana.id).email == home
        assert not EmailChange.objects.filter(contact=ana, state__in=("pending", "confirmed")).exists()


def test_an_undo_pressed_often_works_once(ana: Contact) -> None:
    changed = email_changes.confirm(ask(ana).change, by=OPERATOR)
    assert changed is not None
    came = in_threads(10, lambda number: email_changes.undo(changed.change, by=OPERATOR))
    assert sum(each is not None for each in came) == 1
    assert Entry.objects.filter(verb="contact.email_change_undone").count() == 1


def test_keeping_the_old_address_races_with_the_button(ana: Contact) -> None:
    for turn in range(5):
        change = ask(ana, f"turn{turn}@new.example").change
        before = Contact.objects.get(id=ana.id).email
        came = in_threads(
            2,
            lambda number, change=change: (  # type: ignore[misc]
                email_changes.confirm(change, by=OPERATOR) if number else email_changes.withdraw(ana, by=OPERATOR)
            ),
        )
        kept, confirmed = came[0], came[1] is not None
        assert kept is not confirmed, came
        assert Contact.objects.get(id=ana.id).email == (before if kept else f"turn{turn}@new.example")


def test_an_external_id_goes_to_one_of_many(site: object) -> None:
    people = [cast.contact(f"person{number}", f"Person {number}") for number in range(10)]
    came = in_threads(
        10,
        lambda number: actions.set_external_id(people[number], external_id="c-7", expected_version=1, by=OPERATOR),
    )
    assert sum(isinstance(each, Contact) for each in came) == 1
    assert Contact.objects.filter(external_id="c-7").count() == 1
    assert {type(each).__name__ for each in came} == {"Contact", "ExternalIdTaken"}
