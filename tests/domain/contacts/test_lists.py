"""Pages of contacts: every contact once, in both directions, through the right index."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portico.domain.contacts import lists
from portico.domain.contacts.lists import contact_page, page_statement
from portico.domain.contacts.models import Contact
from portico.domain.contacts.search import index_contacts, matching_ids

pytestmark = pytest.mark.django_db


def crowd(names: list[str]) -> list[Contact]:
    """Contacts in one go: the list is tested with many."""
    made = [
        Contact(full_name=name, email=f"c{i}@example.org", email_as_typed=f"c{i}@example.org", sort_name=name.lower())
        for i, name in enumerate(names)
    ]
    Contact.objects.bulk_create(made)
    index_contacts(made, are_new=True)
    return made


def walked(query: str = "") -> list[Contact]:
    seen: list[Contact] = []
    page = contact_page(query)
    while True:
        seen += page.contacts
        if page.next is None:
            return seen
        page = contact_page(query, after=page.next)


@pytest.mark.parametrize("query", ["", "marlow"])
def test_walking_forwards_shows_every_contact_once_in_order(query: str) -> None:
    # the same name often: only the id tells them apart
    made = crowd([f"Marlow {i % 3}" for i in range(130)])
    crowd_ids = [row.id for row in sorted(made, key=lambda row: (row.sort_name, row.id))]
    assert [row.id for row in walked(query)] == crowd_ids


def test_walking_back_shows_the_same_pages() -> None:
    crowd([f"Marlow {i:03}" for i in range(130)])
    first = contact_page()
    second = contact_page(after=first.next)
    third = contact_page(after=second.next)
    assert (first.previous, third.next) == (None, None)
    assert len(third.contacts) == 30
    back = contact_page(before=third.previous)
    assert back.contacts == second.contacts
    assert (back.previous, back.next) == (second.previous, second.next)
    start = contact_page(before=back.previous)
    assert start.contacts == first.contacts
    assert start.previous is None


def test_a_contact_added_meanwhile_moves_no_page() -> None:
    crowd([f"Marlow {i:03}" for i in range(60)])
    page = contact_page()
    Contact.objects.create(full_name="Aa", email="aa@example.org", email_as_typed="aa@example.org", sort_name="aa")
    following = contact_page(after=page.next)
    assert [row.full_name for row in following.contacts] == [f"Marlow {i:03}" for i in range(50, 60)]


def test_the_key_of_nobody_gives_the_first_page() -> None:
    crowd(["Ana", "Ben"])
    assert [row.full_name for row in contact_page(after=uuid4()).contacts] == ["Ana", "Ben"]


def test_the_count_is_exact_up_to_its_limit_and_then_says_more(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd([f"Marlow {i:03}" for i in range(12)])
    monkeypatch.setattr(lists, "COUNTED", 12)
    assert (contact_page().count, contact_page().counts_all) == (12, True)
    assert (contact_page("marlow").count, contact_page("marlow").counts_all) == (12, True)
    monkeypatch.setattr(lists, "COUNTED", 11)
    assert not contact_page().counts_all
    assert not contact_page("marlow").counts_all


def test_a_search_without_a_hit_is_an_empty_page() -> None:
    crowd(["Ana"])
    page = contact_page("zzzz")
    assert (page.contacts, page.count, page.previous, page.next) == ([], 0, None, None)


@pytest.mark.parametrize("query", ["", "marlow"])
def test_statements_do_not_grow_with_the_contacts(query: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            contact_page(query, after=some.id)
        return len(captured)

    some = crowd(["Marlow"])[0]
    with_one = statements()
    made = [
        Contact(
            full_name=f"Marlow {i}",
            email=f"m{i}@example.org",
            email_as_typed=f"m{i}@example.org",
            sort_name=f"marlow {i}",
        )
        for i in range(500)
    ]
    Contact.objects.bulk_create(made)
    index_contacts(made, are_new=True)
    assert statements() <= with_one == 3


def explained(sql: str, parameters: list[object]) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            return "\n".join(str(row[3]) for row in cursor.fetchall())
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.sqlite
def test_a_search_on_sqlite_goes_from_the_hits_to_the_contacts() -> None:
    made = crowd([f"Marlow {i}" for i in range(300)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    key = (made[0].sort_name, made[0].id.hex)
    plan = explained(*page_statement(matching_ids("marlow 29"), key=key, backwards=False))
    assert "SCAN hits" in plan
    assert "SEARCH c USING INDEX sqlite_autoindex_contacts_contact_1 (id=?)" in plan
    assert "contacts_search_index VIRTUAL TABLE" in plan
    assert "contacts_by_name" not in plan


@pytest.mark.sqlite
def test_a_page_on_sqlite_walks_the_names_from_its_key() -> None:
    made = crowd([f"Marlow {i}" for i in range(300)])
    plan = explained(*page_statement(None, key=(made[0].sort_name, made[0].id.hex), backwards=True))
    assert "SEARCH c USING INDEX contacts_by_name ((sort_name,id)<(?,?))" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.postgresql
def test_a_search_on_postgresql_finds_before_it_sorts() -> None:
    made = crowd([f"Marlow {i}" for i in range(300)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contacts_contact")
        cursor.execute("ANALYZE contacts_searchrow")
    plan = explained(*page_statement(matching_ids("marlow 29"), key=("marlow", made[0].id), backwards=False))
    assert "CTE hits" in plan
    assert "Sort Key" in plan
    assert "contacts_by_name" not in plan
