"""What happened is written with the change, whole or not at all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record, record_many
from portico.core.history.actor import CLOCK
from portico.core.history.models import Entry, Values
from portico.core.history.pages import PAGE_ROWS, entry_page
from portico.core.history.queries import list_entries
from portico.core.ids import new_id

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DEE = Actor("team", new_id(), "Dee Owner")


def test_an_entry_says_who_did_what_when_to_whom() -> None:
    whose = new_id()
    with time_machine.travel(NOON, tick=False):
        record("contact.details_changed", by=DEE, contact_id=whose, subject_id=whose, facts={"fields": ["city"]})
    entry = Entry.objects.get()
    assert (entry.verb, entry.at, entry.contact_id, entry.subject_id) == (
        "contact.details_changed",
        NOON,
        whose,
        str(whose),
    )
    assert (entry.actor_kind, entry.actor_id, entry.actor_label) == ("team", DEE.id, "Dee Owner")
    assert entry.facts == {"fields": ["city"]}


def test_values_before_and_after_stand_apart() -> None:
    entry = record("contact.details_changed", by=DEE, before={"city": "Lisboa"}, after={"city": "Porto"})
    values = Values.objects.get(entry=entry)
    assert (values.before, values.after) == ({"city": "Lisboa"}, {"city": "Porto"})
    assert "Lisboa" not in str(entry.facts)


def test_without_values_there_is_no_values_row() -> None:
    record("site.details_frozen", by=CLOCK)
    assert not Values.objects.exists()


def test_a_change_that_is_rolled_back_leaves_no_history() -> None:
    with transaction.atomic():
        record("contact.added", by=DEE, after={"full_name": "Ana"})
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Values.objects.exists()


def test_many_entries_are_written_in_one_statement(django_assert_num_queries: object) -> None:
    entries = [new_entry("contact.imported", by=Actor("import"), contact_id=new_id()) for _ in range(50)]
    assert not Entry.objects.exists()
    with django_assert_num_queries(1):  # type: ignore[operator]
        record_many(entries)
    assert Entry.objects.count() == 50


def diary(whose: UUID, count: int) -> list[Entry]:
    """Entries a minute apart, newest first."""
    with time_machine.travel(NOON, tick=False) as moved:
        made = []
        for number in range(count):
            made.append(record(f"test.number_{number}", by=CLOCK, contact_id=whose))
            moved.shift(timedelta(minutes=1) if number % 3 else timedelta(0))  # some at the same instant
    return sorted(made, key=lambda entry: (entry.at, entry.id), reverse=True)


def test_reading_is_newest_first_and_one_contact_alone(django_assert_num_queries: object) -> None:
    ana, ben = new_id(), new_id()
    record("contact.added", by=DEE, contact_id=ben, after={"full_name": "Ben"})
    mine = diary(ana, 5)
    record("contact.details_changed", by=DEE, contact_id=ana, before={"city": "a"}, after={"city": "b"})
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = list(list_entries(ana))
        assert found[0].values_changed.after == {"city": "b"}
    assert found[1:] == mine


@pytest.mark.parametrize("count", [0, 1, PAGE_ROWS, PAGE_ROWS + 1, 2 * PAGE_ROWS + 5])
def test_pages_together_hold_each_entry_once_in_both_directions(count: int) -> None:
    whose = new_id()
    expected = diary(whose, count)
    page, down = entry_page(whose), []
    assert page.newer is None
    down += page.entries
    while page.older:
        page = entry_page(whose, older_than=page.older)
        down += page.entries
    assert down == expected
    up = list(reversed(page.entries))
    while page.newer:
        page = entry_page(whose, newer_than=page.newer)
        up += reversed(page.entries)
    assert up == list(reversed(expected))


def test_another_contacts_entry_is_no_key() -> None:
    ana, ben = new_id(), new_id()
    mine, theirs = diary(ana, 3), diary(ben, 3)
    assert entry_page(ana, older_than=theirs[0].id).entries == mine
    assert entry_page(ana, newer_than=new_id()).entries == mine
