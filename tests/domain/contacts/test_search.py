"""Finding contacts: any part, any script, no case and no accents; the index follows every change."""

from __future__ import annotations

import pytest
from django.db import connection

from portico.domain.contacts.actions import set_external_id
from portico.domain.contacts.lists import contact_page
from portico.domain.contacts.models import Contact, SearchRow
from portico.domain.contacts.search import count_out_of_step, matching_ids, reindex
from tests import cast
from tests.selling import rename

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [contact.full_name for contact in contact_page(query).contacts]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Björn Süßmann", "sussmann"),
        ("Björn Süßmann", "SÜSS"),
        ("Agnès Lefèvre", "efevr"),
        ("Łukasz Wójcik", "wojcik"),
        ("Ελένη Παππά", "ελενη"),
        ("Наталья Соколова", "соколова"),
        ("山田 太郎", "太郎"),
        ("김민수", "민수"),
        ("فاطمة الزهراء", "فاطمة"),
        ("O'Brien-Smith", "brien-s"),
        ("Ana Lima", "na li"),
        ("Ana Lima", "lima an"),
        ("Ana Lima", "a"),
        ("Ana Lima", "an"),
        ("50% Clay", "50%"),
        ("Under_score", "er_sc"),
        ('Quo"ted', 'uo"te'),
        ("Back\\slash", "ck\\sl"),
    ],
)
def test_a_name_is_found_by_its_part(site: object, name: str, query: str) -> None:
    cast.contact("one", name)
    cast.contact("two", "Zed Zulu")
    assert found(query) == [name]


def test_every_word_must_match(site: object) -> None:
    cast.contact("one", "Ana Lima")
    cast.contact("two", "Ana Costa")
    assert found("ana lima") == ["Ana Lima"]
    assert found("ana nobody") == []


def test_signs_of_the_query_language_are_plain_text(site: object) -> None:
    cast.contact("one", "Ana Lima")
    for query in ('ana" OR "1', "ana*", "ana%", "a_a", "ana NOT lima", "NEAR(ana lima)", "%%%", "___", "\\\\\\"):
        assert found(query) == [], query


def test_the_index_follows_changed_details_and_ids(site: object) -> None:
    ana = cast.contact("ana", "Ana Lima", company="Lima Potters")
    ana = rename(ana, full_name="Ana Costa", company="Costa Clay")
    assert found("lima") == []
    assert found("potters") == []
    assert found("costa clay") == ["Ana Costa"]
    ana = set_external_id(ana, external_id="crm_77", expected_version=ana.version, by=cast.OPERATOR)
    assert found("crm_77") == ["Ana Costa"]
    set_external_id(ana, external_id="", expected_version=ana.version, by=cast.OPERATOR)
    assert found("crm_77") == []


def test_reindex_builds_the_same_again(site: object) -> None:
    cast.contact("ana", "Ana Lima")
    cast.contact("ben", "Ben Okafor")
    SearchRow.objects.filter(contact__email="ana@example.org")._raw_delete("default")
    assert count_out_of_step() == 1
    assert reindex() == 2
    assert count_out_of_step() == 0
    assert found("lima") == ["Ana Lima"]
    assert found("okaf") == ["Ben Okafor"]


def test_a_long_query_costs_no_more_than_six_words(site: object) -> None:
    cast.contact("ana", "Ana Lima")
    asked = matching_ids("lima " * 500)
    assert asked is not None
    assert asked[0].count("LIKE") == 6
    assert found("lima " * 500) == ["Ana Lima"]


def test_nothing_asked_is_no_search() -> None:
    assert matching_ids(" \t ") is None


@pytest.mark.sqlite
def test_a_search_on_sqlite_goes_through_the_index(site: object) -> None:
    Contact.objects.count()
    sql, parameters = matching_ids("lima") or ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = " ".join(str(row[3]) for row in cursor.fetchall())
    assert "contacts_search_index VIRTUAL TABLE" in plan
    assert "SCAN contacts_searchrow" not in plan
