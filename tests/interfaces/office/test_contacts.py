"""The list of contacts and its search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portico.core import clock
from portico.domain.contacts.actions import set_external_id
from portico.domain.contacts.models import Contact
from tests import cast
from tests.selling import MAY, buy, pay, product, refund, sell

As = Callable[[Contact], Client]


def row_of(html: str, name: str) -> str:
    """The text of one row, without tags."""
    row = next(part for part in html.split("<tr>")[1:] if name in part)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))


def test_the_list_shows_what_the_data_hold(ana: Contact, cy: Contact, dee: Contact, as_: As) -> None:
    Contact.objects.filter(id=ana.id).update(company="Lima Potters", last_seen_at=clock.now() - timedelta(days=30))
    paid = sell(ana, "Glaze lab", gives=[product("Glaze lab")])
    refund(paid, 2_100, MAY + timedelta(days=3))
    pay(buy(ana, "Kiln club", currency="USD", amount_minor=4_000))
    html = as_(dee).get(reverse("office_contacts")).content.decode()
    anas = row_of(html, "Ana Lima")
    assert "Lima Potters, ana@example.org" in anas
    assert "2 products" in anas
    assert "€100.00" in anas
    assert "US$40.00" in anas
    assert "Cannot sign in" in row_of(html, "Cy Stranger")
    assert "Cannot sign in" not in anas
    dees = row_of(html, "Dee Owner")
    assert "Owner" in dees
    assert "Today" in dees
    assert "3 contacts." in html


def test_access_that_ended_or_was_revoked_is_not_counted(ana: Contact, dee: Contact, as_: As) -> None:
    ended, revoked, later = cast.grant(ana, "Ended"), cast.grant(ana, "Revoked"), cast.grant(ana, "Later")
    ended.until = revoked.revoked_at = clock.now() - timedelta(days=1)
    later.since = clock.now() + timedelta(days=1)
    for grant in (ended, revoked, later):
        grant.save()
    assert "1 product " in row_of(as_(dee).get(reverse("office_contacts")).content.decode(), "Ana Lima")


@pytest.mark.parametrize("query", ["LIMA", "na li", "ana@exa", "potters", "crm_7", "9999", "lima ana", "Ána", "an"])
def test_search_finds_by_any_part(query: str, site: object, dee: Contact, as_: As) -> None:
    cast.contact(
        "ana", "Ana Lima", company="Lima Potters", tax_country="NL", tax_kind="eu_vat", tax_number="NL000099998B57"
    )
    other = cast.contact("zed", "Zed Other")
    found = Contact.objects.get(email="ana@example.org")
    set_external_id(found, external_id="crm_7f31", expected_version=1, by=cast.OPERATOR)
    html = as_(dee).get(reverse("office_contacts"), {"q": query}).content.decode()
    assert "Ana Lima" in html
    assert other.full_name not in html
    assert "1 found." in html


def test_nobody_found_says_so_and_leads_back(dee: Contact, as_: As) -> None:
    html = as_(dee).get(reverse("office_contacts"), {"q": "<zzz>"}).content.decode()
    assert "Nobody matches “&lt;zzz&gt;”" in html
    assert f'href="{reverse("office_contacts")}"' in html


@pytest.mark.parametrize("query", ["%", "_", "'", '"', "\\", "\x00", "a" * 300, "MATCH OR *", "😀", "-"])
def test_odd_searches_do_no_harm(query: str, ana: Contact, dee: Contact, as_: As) -> None:
    assert as_(dee).get(reverse("office_contacts"), {"q": query}).status_code == 200


def test_pages_are_reached_by_ids_alone(site: object, dee: Contact, as_: As) -> None:
    for i in range(60):
        cast.contact(f"m{i:02}", f"Marlow {i:02}")
    client = as_(dee)
    first = client.get(reverse("office_contacts"), {"q": "marlow"}).content.decode()
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    address = following[1].replace("&amp;", "&")
    assert re.fullmatch(r"/office/contacts/\?q=marlow&after=[0-9a-f-]{36}", address)
    second = client.get(address).content.decode()
    assert "Marlow 59" in second
    assert "Marlow 49" not in second
    back = re.search(r'href="([^"]+)" rel="prev"', second)
    assert back
    assert "Marlow 00" in client.get(back[1].replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("key", ["", "nonsense", "018f2c00-0000-7000-8000-000000000000", "1 OR 1=1"])
def test_a_key_of_nobody_shows_the_first_page(key: str, ana: Contact, dee: Contact, as_: As) -> None:
    assert "Ana Lima" in as_(dee).get(reverse("office_contacts"), {"after": key}).content.decode()


def test_htmx_gets_the_list_alone_and_back_gets_the_page(ana: Contact, dee: Contact, as_: As) -> None:
    client, where = as_(dee), reverse("office_contacts")
    part = client.get(where, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert "Ana Lima" in part
    assert "<html" not in part
    assert part.strip().startswith('<div id="list">')
    assert "<html" in client.get(where, headers={"HX-Request": "true", "HX-Request-Type": "full"}).content.decode()


def test_statements_do_not_grow_with_the_rows(ana: Contact, dee: Contact, as_: As) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("office_contacts")).status_code == 200
        return len(captured)

    client = as_(dee)
    client.get(reverse("office_contacts"))
    with_few = statements()
    for i in range(40):
        sell(cast.customer(f"c{i}", f"Customer {i}"), currency=("EUR", "USD")[i % 2])
    assert statements() == with_few


def test_a_search_leaves_no_trace_in_our_logs(
    ana: Contact, dee: Contact, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_(dee)
    with caplog.at_level("DEBUG"):
        client.get(reverse("office_contacts"), {"q": "ana lima"})
        client.get("/office/nothing-here/", {"q": "ana lima"})
    ours = [record for record in caplog.records if record.name != "django.db.backends"]
    assert not any("lima" in record.getMessage() for record in ours)
