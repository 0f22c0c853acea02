"""Writes of a contact: one save is one transaction with one version and one history entry, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.ids import new_id
from portico.domain.contacts import actions
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import EmailTaken, ExternalIdTaken, InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact, DetailsVersion, SearchRow
from portico.domain.receipts.models import Receipt
from tests import cast, selling

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEAM = Actor("team", new_id(), "Dee Owner")


def save(who: Contact, *, version: int | None = None, **values: str) -> Contact:
    """Ana's form, loaded now and sent."""
    fresh = Contact.objects.get(id=who.id)
    expected = fresh.version if version is None else version
    typed = replace(fresh.details, **values)
    return actions.change_details(fresh, typed=typed, expected_version=expected, by=Actor("customer", who.id))


def everything(who: Contact) -> tuple[Any, ...]:
    """All that a save may touch, as it is in the database."""
    return (
        Contact.objects.filter(id=who.id).values().get(),
        list(DetailsVersion.objects.filter(contact=who).order_by("number").values()),
        list(Entry.objects.filter(contact_id=who.id).order_by("at", "id").values()),
        list(SearchRow.objects.filter(contact=who).values()),
    )


# A change


def test_a_version_counts_from_when_its_row_was_held(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    """A receipt written while the save waited for the row came before it."""

    def now() -> datetime:
        return NOON + timedelta(minutes=Contact.objects.get(id=ana.id).version)

    monkeypatch.setattr(clock, "now", now)
    save(ana, full_name="Ana Costa")
    assert DetailsVersion.objects.get(contact=ana, number=2).valid_from == NOON + timedelta(minutes=2)


# A new contact


def test_a_new_contact_has_version_1_and_its_entry(site: object) -> None:
    with time_machine.travel(NOON, tick=False):
        made = actions.add_contact(Details(full_name=" Ana  Lima", email="Ana@Example.org"), by=TEAM, external_id="c-7")
    stored = Contact.objects.get()
    assert (stored.id, stored.email, stored.email_as_typed) == (made.id, "ana@example.org", "Ana@Example.org")
    assert (stored.full_name, stored.external_id, stored.version, stored.details_number) == ("Ana Lima", "c-7", 1, 1)
    version = DetailsVersion.objects.get()
    assert (version.number, version.valid_from, version.by_kind, version.by_label) == (1, NOON, "team", "Dee Owner")
    assert Details.from_json(version.details) == stored.details
    entry = Entry.objects.get(verb="contact.added")
    assert entry.contact_id == made.id
    assert entry.values_changed.after == {"full_name": "Ana Lima", "email": "Ana@Example.org"}


def test_a_contact_without_a_password_has_none_that_works(site: object) -> None:
    assert not actions.add_contact(Details(email="ana@example.org"), by=TEAM).has_usable_password()


@pytest.mark.parametrize("email", ["ana@example.org", "ANA@EXAMPLE.ORG"])
def test_a_taken_address_is_refused_and_nothing_is_written(ana: Contact, email: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(EmailTaken):
        actions.add_contact(Details(full_name="Other", email=email), by=TEAM)
    assert (Contact.objects.count(), Entry.objects.count()) == (1, before)


def test_a_taken_external_id_is_told_as_such(ana: Contact, ben: Contact) -> None:
    actions.set_external_id(ana, external_id="c-7", expected_version=1, by=TEAM)
    with pytest.raises(ExternalIdTaken) as caught:
        actions.add_contact(Details(full_name="Other", email="other@example.org"), by=TEAM, external_id="c-7")
    assert caught.value.holder == ana
    assert Contact.objects.count() == 2


def test_a_bad_new_contact_is_refused(site: object) -> None:
    with pytest.raises(InvalidDetails):
        actions.add_contact(Details(full_name="Ana", email="ana"), by=TEAM)
    assert not Contact.objects.exists()


# A change of details


def test_a_save_is_a_row_a_version_and_an_entry(ana: Contact) -> None:
    with time_machine.travel(NOON, tick=False):
        saved = save(ana, full_name="Ana Costa", company="Barro Lda.")
    stored = Contact.objects.get(id=ana.id)
    assert (stored.full_name, stored.company, stored.version, stored.details_number) == (
        "Ana Costa",
        "Barro Lda.",
        2,
        2,
    )
    assert (saved.full_name, saved.version, saved.details_number) == ("Ana Costa", 2, 2)
    version = DetailsVersion.objects.get(contact=ana, number=2)
    assert (version.changed, version.valid_from, version.by_kind) == (["full_name", "company"], NOON, "customer")
    assert Details.from_json(version.details) == stored.details
    entry = Entry.objects.get(verb="contact.details_changed")
    assert (entry.at, entry.contact_id, entry.actor_kind, entry.actor_id) == (NOON, ana.id, "customer", ana.id)
    assert entry.facts == {"fields": ["full_name", "company"], "details_version": 2}
    assert entry.values_changed.before == {"full_name": "Ana Lima", "company": ""}
    assert entry.values_changed.after == {"full_name": "Ana Costa", "company": "Barro Lda."}


def test_the_list_and_the_search_follow(ana: Contact) -> None:
    save(ana, full_name="Zoë Costa")
    assert Contact.objects.get(id=ana.id).sort_name == "zoe costa"
    assert "zoe" in SearchRow.objects.get(contact=ana).text


def test_nothing_changed_writes_nothing(ana: Contact) -> None:
    before = everything(ana)
    assert save(ana).version == 1
    assert save(ana, full_name="  Ana   Lima ").version == 1
    assert everything(ana) == before


def test_the_same_save_sent_twice_is_one_save(ana: Contact) -> None:
    first, second = (Contact.objects.get(id=ana.id) for _ in range(2))
    typed = replace(ana.details, full_name="Ana Costa")
    by = Actor("customer", ana.id)
    actions.change_details(first, typed=typed, expected_version=1, by=by)
    after = everything(ana)
    assert actions.change_details(second, typed=typed, expected_version=1, by=by).version == 2  # loaded before
    assert save(ana, version=1, full_name="Ana Costa").version == 2  # loaded after
    assert everything(ana) == after


@pytest.mark.parametrize("loaded", ["before", "after"])
def test_a_save_on_an_old_version_is_refused_and_says_what_is_there(ana: Contact, loaded: str) -> None:
    old = Contact.objects.get(id=ana.id)
    save(ana, full_name="Ana Costa")
    after = everything(ana)
    mine = old if loaded == "before" else Contact.objects.get(id=ana.id)
    typed = replace(old.details, company="Barro Lda.")
    with pytest.raises(StaleDetails) as caught:
        actions.change_details(mine, typed=typed, expected_version=1, by=Actor("customer", ana.id))
    assert caught.value.current.full_name == "Ana Costa"
    assert everything(ana) == after


def test_bad_details_change_nothing(ana: Contact) -> None:
    before = everything(ana)
    with pytest.raises(InvalidDetails) as caught:
        save(ana, full_name="", tax_country="NL", tax_kind="eu_vat", tax_number="NL1")
    assert {"full_name", "tax_number"} <= caught.value.errors.keys()
    assert everything(ana) == before


def test_a_changed_email_is_in_force_unconfirmed_and_ends_sessions(ana: Contact) -> None:
    actions.confirm_email(ana)
    before = Contact.objects.get(id=ana.id)
    save(ana, email="Ana@New.example")
    after = Contact.objects.get(id=ana.id)
    assert (after.email, after.email_as_typed, after.email_confirmed_at) == ("ana@new.example", "Ana@New.example", None)
    assert before.email_confirmed_at is not None
    assert after.get_session_auth_hash() != before.get_session_auth_hash()


def test_the_same_address_written_otherwise_keeps_confirmation_and_sessions(ana: Contact) -> None:
    actions.confirm_email(ana)
    before = Contact.objects.get(id=ana.id)
    save(ana, email="ANA@example.org")
    after = Contact.objects.get(id=ana.id)
    assert (after.email, after.email_as_typed) == ("ana@example.org", "ANA@example.org")
    assert after.email_confirmed_at == before.email_confirmed_at is not None
    assert after.session_salt == before.session_salt


def test_a_save_to_a_taken_address_is_refused(ana: Contact, ben: Contact) -> None:
    before = everything(ana)
    with pytest.raises(EmailTaken):
        save(ana, full_name="Ana Costa", email="BEN@example.org")
    assert everything(ana) == before


def test_a_save_inside_a_transaction_that_fails_leaves_nothing(ana: Contact) -> None:
    before = everything(ana)
    with transaction.atomic():
        save(ana, full_name="Ana Costa")
        transaction.set_rollback(True)
    assert everything(ana) == before


# Nothing half-saved: each step of a write fails in turn


class Broken(Exception):
    pass


def fail(*_: object, **__: object) -> None:
    raise Broken


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "version": lambda patch: patch.setattr(type(DetailsVersion.objects), "bulk_create", fail),
    "history": lambda patch: patch.setattr(actions, "record", fail),
    "search": lambda patch: patch.setattr(actions, "index_contact", fail),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS.keys())
def test_a_save_that_fails_in_the_middle_leaves_nothing(
    ana: Contact, monkeypatch: pytest.MonkeyPatch, broken: Callable[[pytest.MonkeyPatch], None]
) -> None:
    before = everything(ana)
    broken(monkeypatch)
    with pytest.raises(Broken):
        save(ana, full_name="Ana Costa", email="ana@new.example")
    monkeypatch.undo()
    assert everything(ana) == before
    assert save(ana, full_name="Ana Costa").version == 2  # and the same save can be sent again


@pytest.mark.parametrize("broken", BREAKS.values(), ids=BREAKS.keys())
def test_a_new_contact_that_fails_in_the_middle_is_not_there(
    site: object, monkeypatch: pytest.MonkeyPatch, broken: Callable[[pytest.MonkeyPatch], None]
) -> None:
    before = Entry.objects.count()
    broken(monkeypatch)
    with pytest.raises(Broken):
        actions.add_contact(Details(full_name="Ana", email="ana@example.org"), by=TEAM)
    monkeypatch.undo()
    counts = [model.objects.count() for model in (Contact, DetailsVersion, SearchRow, Entry)]
    assert counts == [0, 0, 0, before]


def test_without_its_transaction_the_failure_would_leave_half(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: these tests see what is half-saved."""
    before = everything(ana)
    monkeypatch.setattr(actions, "record", fail)
    fresh = Contact.objects.get(id=ana.id)
    with pytest.raises(Broken):
        actions.store_details(fresh, replace(fresh.details, full_name="Ana Costa"), by=TEAM)
    assert everything(ana) != before


# Constant work


def many_receipts(first: Receipt, count: int) -> None:
    """As many receipts more of the same contact, each with its payment."""
    from portico.domain.payments.models import Payment

    payment = Payment.objects.filter(id=first.payment_id).values().get()
    row = Receipt.objects.filter(id=first.id).values().get()
    payments = [Payment(**payment | {"id": new_id(), "reference": f"p-{n}"}) for n in range(count)]
    Payment.objects.bulk_create(payments)
    Receipt.objects.bulk_create(
        Receipt(**row | {"id": new_id(), "number": f"X-{n:05d}", "payment_id": each.id})
        for n, each in enumerate(payments)
    )


def statements_of(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return [each["sql"].split(" ", 1)[0] for each in captured.captured_queries]


def test_a_save_costs_the_same_with_one_receipt_and_with_a_thousand(ana: Contact) -> None:
    first = selling.sell(ana)
    fresh = Contact.objects.get(id=ana.id)
    by = Actor("customer", ana.id)

    def rename(name: str) -> Callable[[], object]:
        typed = replace(fresh.details, full_name=name)
        return lambda: actions.change_details(fresh, typed=typed, expected_version=fresh.version, by=by)

    with_one = statements_of(rename("Ana Costa"))
    many_receipts(first, 1000)
    assert Receipt.objects.filter(contact=ana).count() == 1001
    assert statements_of(rename("Ana Prado")) == with_one
    assert with_one.count("UPDATE") <= 2  # the contact, and the row it is found by
    assert DetailsVersion.objects.filter(contact=ana).count() == 3
    assert Entry.objects.filter(contact_id=ana.id, verb="contact.details_changed").count() == 2


# Smaller writes


def test_an_external_id_is_set_changed_and_removed(ana: Contact) -> None:
    actions.set_external_id(ana, external_id=" c-7 ", expected_version=1, by=TEAM)
    actions.set_external_id(ana, external_id="", expected_version=2, by=TEAM)
    stored = Contact.objects.get(id=ana.id)
    assert (stored.external_id, stored.version, stored.details_number) == (None, 3, 1)  # receipts get no new version
    entries = Entry.objects.filter(verb="contact.external_id_changed").order_by("at", "id")
    values = [(each.values_changed.before, each.values_changed.after) for each in entries]
    assert values == [
        ({"external_id": None}, {"external_id": "c-7"}),
        ({"external_id": "c-7"}, {"external_id": None}),
    ]


def test_the_same_external_id_sent_twice_is_one_change(ana: Contact) -> None:
    old = Contact.objects.get(id=ana.id)
    actions.set_external_id(ana, external_id="c-7", expected_version=1, by=TEAM)
    after = everything(ana)
    assert actions.set_external_id(ana, external_id="c-7", expected_version=1, by=TEAM).version == 2
    assert actions.set_external_id(old, external_id="c-7", expected_version=1, by=TEAM).version == 2
    assert everything(ana) == after


def test_an_external_id_is_refused_when_stale_taken_or_unusable(ana: Contact, ben: Contact) -> None:
    actions.set_external_id(ben, external_id="c-7", expected_version=1, by=TEAM)
    before = everything(ana)
    with pytest.raises(ExternalIdTaken) as caught:
        actions.set_external_id(ana, external_id="c-7", expected_version=1, by=TEAM)
    assert caught.value.holder == ben
    with pytest.raises(StaleDetails):
        actions.set_external_id(ana, external_id="c-8", expected_version=7, by=TEAM)
    for bad in ("x" * 256, "c\x007"):
        with pytest.raises(InvalidDetails):
            actions.set_external_id(ana, external_id=bad, expected_version=1, by=TEAM)
    assert everything(ana) == before


def test_two_contacts_may_have_no_external_id(ana: Contact, ben: Contact) -> None:
    assert Contact.objects.filter(external_id=None).count() == 2


def test_the_first_confirmation_stays(ana: Contact) -> None:
    actions.confirm_email(ana, at=NOON)
    actions.confirm_email(ana, at=NOON + timedelta(days=1))
    assert Contact.objects.get(id=ana.id).email_confirmed_at == NOON


def test_an_address_that_moved_on_is_not_confirmed(ana: Contact) -> None:
    old = Contact.objects.get(id=ana.id)
    save(ana, email="ana@new.example")
    actions.confirm_email(old, at=NOON)
    assert Contact.objects.get(id=ana.id).email_confirmed_at is None


def test_a_visit_is_noted_once_an_hour(ana: Contact) -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        actions.seen(Contact.objects.get(id=ana.id))
        moved.shift(3600)
        actions.seen(Contact.objects.get(id=ana.id))
        assert Contact.objects.get(id=ana.id).last_seen_at == NOON
        moved.shift(1)
        actions.seen(Contact.objects.get(id=ana.id))
        assert Contact.objects.get(id=ana.id).last_seen_at == NOON + timedelta(seconds=3601)


def test_sessions_end_at_once(ana: Contact) -> None:
    browser = cast.signed_in(ana)
    assert "_auth_user_id" in browser.session
    before = Contact.objects.get(id=ana.id).get_session_auth_hash()
    actions.end_sessions(ana)
    assert Contact.objects.get(id=ana.id).get_session_auth_hash() != before


# What the database itself refuses


def test_an_address_that_is_not_canonical_is_refused_by_the_database(ana: Contact) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.filter(id=ana.id).update(email="Ana@example.org")


def test_a_version_number_is_there_once(ana: Contact) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        DetailsVersion.objects.create(contact=ana, number=1, details={})
