"""The directory page by page: by name, without gaps, at a cost that does not grow with the people in it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portico.core.ids import new_id
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import hide_entry
from portico.domain.directory.lists import PAGE_ROWS, entry_page, page_statement
from portico.domain.directory.models import Entry
from portico.domain.directory.search import matching_ids
from portico.domain.site.models import Site
from tests.domain.directory.people import DEE, list_me, many

pytestmark = pytest.mark.django_db


def walked(query: str = "", *, backwards: bool = False) -> list[list[str]]:
    """The names of every page, following Next, or Previous from the last."""
    pages, key = [], None
    if backwards:
        last = entry_page(query)
        while last.next:
            last = entry_page(query, after=last.next)
        pages.append([each.contact.full_name for each in last.entries])
        key = last.previous
    while True:
        if backwards and key is None:
            return pages
        page = entry_page(query, before=key) if backwards else entry_page(query, after=key)
        pages.append([each.contact.full_name for each in page.entries])
        key = page.previous if backwards else page.next
        if key is None:
            return pages


@pytest.mark.parametrize("query", ["", "wood", "person"])
@pytest.mark.parametrize("backwards", [False, True])
def test_every_entry_is_on_one_page_in_the_order_of_names(site: Site, query: str, backwards: bool) -> None:
    many(PAGE_ROWS * 2 + 5)
    pages = walked(query, backwards=backwards)
    if backwards:
        pages.reverse()
    assert [name for page in pages for name in page] == [f"Person {number:05}" for number in range(PAGE_ROWS * 2 + 5)]
    assert [len(page) for page in pages] == [PAGE_ROWS, PAGE_ROWS, 5] or backwards


def test_people_of_one_name_are_all_there(site: Site) -> None:
    many(PAGE_ROWS + 3)
    Entry.objects.update(sort_name="same")
    assert sum(len(page) for page in walked()) == PAGE_ROWS + 3


def test_the_key_of_somebody_who_is_not_shown_leads_to_the_first_page(ana: Contact, ben: Contact) -> None:
    list_me(ana)
    hide_entry(ana.id, reason="No", by=DEE)
    many(2)
    first = [each.contact.full_name for each in entry_page().entries]
    for key in (ana.id, ben.id, new_id()):
        page = entry_page(after=key)
        assert [each.contact.full_name for each in page.entries] == first
        assert page.previous is None


def test_the_count_says_how_many_match(ana: Contact) -> None:
    many(30)
    list_me(ana, bio="Soda")
    assert entry_page().count == 31
    assert entry_page("soda").count == 1
    assert entry_page("nobody at all").count == 0


def statements(query: str, key: UUID | None) -> int:
    with CaptureQueriesContext(connection) as captured:
        page = entry_page(query, after=key)
        for each in page.entries:
            assert each.card.links
            getattr(each.contact, "avatar", None)
    return len(captured)


def test_ten_thousand_entries_cost_as_many_statements_as_three(site: Site) -> None:
    many(3)
    few = [statements(query, None) for query in ("", "wood", "pe", "nobody")]
    many_more = 10_000
    Contact.objects.all().delete()
    many(many_more)
    middle = Contact.objects.get(full_name="Person 05000").id
    assert [statements(query, None) for query in ("", "wood", "pe", "nobody")] == few
    assert statements("wood", middle) <= 4
    page = entry_page("wood", after=middle)
    assert page.entries[0].contact.full_name == "Person 05001"
    assert page.counts_all


@pytest.mark.sqlite
def test_a_search_on_sqlite_goes_through_the_index(site: Site) -> None:
    many(3)
    sql, parameters = page_statement(matching_ids("wood"), key=None, backwards=False)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "directory_search_index VIRTUAL TABLE" in plan
    assert "SCAN e" not in plan


@pytest.mark.sqlite
def test_a_page_on_sqlite_is_walked_by_name(site: Site) -> None:
    sql, parameters = page_statement(None, key=("a", "0" * 32), backwards=False)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "directory_by_name" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.postgresql
def test_a_search_on_postgresql_goes_through_the_index(site: Site) -> None:
    many(3)
    sql, parameters = page_statement(matching_ids("wood"), key=None, backwards=False)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows are read faster whole
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = " ".join(str(row[0]) for row in cursor.fetchall())
    assert "directory_search_index" in plan
