"""The page of one contact, and its external user ID."""

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
from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.core.history.models import Entry, Values
from portico.domain.contacts import email_changes
from portico.domain.contacts.actions import set_external_id
from portico.domain.contacts.models import Contact
from portico.domain.site.actions import freeze_details
from portico.domain.team.models import Role
from tests import cast
from tests.selling import MAY, buy, pay, product, refund, rename, sell

As = Callable[[Contact], Client]
NL = {"country": "NL", "line1": "Havenkade 18", "postal_code": "8862 AB", "city": "Harlingen"}


def page(client: Client, contact: Contact, **query: str) -> str:
    return client.get(reverse("office_contact", args=[contact.id]), query).content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_everything_about_a_contact_is_there(ana: Contact, dee: Contact, as_: As) -> None:
    cast.grant(ana, "Kiln circle")
    receipt = sell(ana, "Glaze lab", gives=[product("Glaze lab")])
    refund(receipt, 2_100, MAY + timedelta(days=1))
    rename(ana, full_name="Ana Lima-Cruz", **NL)
    html = page(as_(dee), ana)
    text = words(html)
    assert "Ana Lima-Cruz" in text
    assert "8862 AB Harlingen" in text
    assert "Last changed by the customer" in text
    assert "€121.00" in text
    assert "Partly refunded" in text
    assert "Spent: €100.00" in text
    assert receipt.number in text
    assert "3 versions" in text
    assert "Given by Dee Owner" in text
    assert "From the purchase of 2 May 2026" in text
    assert "Not confirmed" in text
    assert reverse("office_receipt", args=[receipt.id]) in html


def test_history_tells_before_and_after_by_whom_and_when(ana: Contact, dee: Contact, as_: As) -> None:
    rename(ana, full_name="Ana Lima-Cruz", **NL)
    text = words(page(as_(dee), ana))
    assert "Details changed" in text
    assert "By the customer" in text
    assert "Before: Ana Lima After: Ana Lima-Cruz" in text
    assert "Country After: Netherlands" in text
    assert re.search(r"\d\d:\d\d CES?T", text)
    assert "Times are in Europe/Amsterdam" in text


def test_history_keeps_the_entry_when_its_values_were_erased(ana: Contact, dee: Contact, as_: As) -> None:
    rename(ana, full_name="Ana Lima-Cruz")
    Values.objects.all()._raw_delete("default")
    html = page(as_(dee), ana)
    assert "Details changed" in html
    assert "Erased" in html


def test_a_waiting_change_of_email_is_seen(ana: Contact, dee: Contact, as_: As) -> None:
    email_changes.ask(ana, new_email="ana@new.example", by=Actor("customer", ana.id))
    assert "Change to ana@new.example is waiting" in words(page(as_(dee), ana))


def test_a_change_of_country_by_the_customer_is_told_to_the_team(ana: Contact, dee: Contact, as_: As) -> None:
    sell(ana)
    client, notice = as_(dee), "Tax already paid does not change."
    assert notice not in page(client, ana)
    rename(ana, company="Lima Potters")
    assert notice not in page(client, ana)
    rename(ana, **NL)
    assert notice in page(client, ana)


def test_a_page_while_details_are_frozen_says_so(ana: Contact, dee: Contact, as_: As) -> None:
    client = as_(dee)
    assert "Their receipts show this." in page(client, ana)
    freeze_details(by=cast.OPERATOR)
    assert "Their receipts keep the details" in page(client, ana)


def test_history_is_paged_newest_first(ana: Contact, dee: Contact, as_: As) -> None:
    record_many(
        new_entry("receipt.issued", by=cast.OPERATOR, contact_id=ana.id, facts={"number": f"N-{i:02}"})
        for i in range(45)
    )
    Entry.objects.all()
    client, seen, address = as_(dee), [], reverse("office_contact", args=[ana.id])
    for _ in range(5):
        html = client.get(address).content.decode()
        seen += re.findall(r"Receipt (N-\d\d) issued", html)
        found = re.search(r'href="([^"]*history_after=[^"]*)"', html)
        if not found:
            break
        address = found[1]
    assert seen == [f"N-{i:02}" for i in reversed(range(45))]
    back = re.search(r'href="([^"]*history_before=[^"]*)"', html)
    assert back
    assert re.findall(r"Receipt (N-\d\d) issued", client.get(back[1]).content.decode())[0] == "N-24"


def test_statements_do_not_grow_with_receipts_and_history(ana: Contact, dee: Contact, as_: As) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, ana)
        return len(captured)

    client = as_(dee)
    purchase = buy(ana, gives=[product("Kiln club")])
    first = pay(purchase)
    page(client, ana)
    with_one = statements()
    for i in range(60):
        pay(purchase, at=MAY + timedelta(days=i))
    refund(first, 100, MAY + timedelta(days=90))
    for i in range(5):
        rename(ana, full_name=f"Ana Lima {i}")
        cast.grant(ana, f"Product {i}")
    record_many(new_entry("receipt.issued", by=cast.OPERATOR, contact_id=ana.id) for _ in range(500))
    assert statements() == with_one


def post_id(client: Client, contact: Contact, value: str, was: str = "", **headers: str) -> object:
    where = reverse("office_external_id", args=[contact.id])
    return client.post(where, {"external_id": value, "was": was}, headers=headers)


def test_an_external_id_is_saved_and_said_once(ana: Contact, dee: Contact, as_: As) -> None:
    client = as_(dee)
    answer = post_id(client, ana, " crm_1 ")
    assert answer["Location"] == reverse("office_contact", args=[ana.id]) + "#external-id"
    ana.refresh_from_db()
    assert ana.external_id == "crm_1"
    assert "Saved at" in page(client, ana)
    assert "Saved at" not in page(client, ana)
    entry = Entry.objects.get(verb="contact.external_id_changed")
    assert (entry.actor_kind, entry.actor_label) == ("team", "Dee Owner")


def test_an_external_id_is_removed_by_an_empty_field(ana: Contact, dee: Contact, as_: As) -> None:
    set_external_id(ana, external_id="crm_1", expected_version=1, by=cast.OPERATOR)
    assert post_id(as_(dee), ana, "", was="crm_1").status_code == 302
    ana.refresh_from_db()
    assert ana.external_id is None


def test_a_taken_external_id_says_whose_it_is(ana: Contact, ben: Contact, dee: Contact, as_: As) -> None:
    set_external_id(ben, external_id="crm_1", expected_version=1, by=cast.OPERATOR)
    for headers in ({}, {"HX-Request": "true"}):
        answer = post_id(as_(dee), ana, "crm_1", **headers)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Ben Okafor has this ID already." in html
        assert reverse("office_contact", args=[ben.id]) in html
        assert 'value="crm_1"' in html
    ana.refresh_from_db()
    assert ana.external_id is None


def test_an_external_id_that_somebody_changed_meanwhile_is_not_overwritten(ana: Contact, dee: Contact, as_: As) -> None:
    set_external_id(ana, external_id="theirs", expected_version=1, by=cast.OPERATOR)
    answer = post_id(as_(dee), ana, "mine", was="")
    assert answer.status_code == 409
    html = answer.content.decode()
    assert 'value="mine"' in html
    assert "“theirs”" in html
    assert 'name="was" value="theirs"' in html
    assert post_id(as_(dee), ana, "mine", was="theirs").status_code == 302


def test_other_changes_do_not_stand_in_the_way_of_an_external_id(ana: Contact, dee: Contact, as_: As) -> None:
    rename(ana, full_name="Ana Changed")
    assert post_id(as_(dee), ana, "crm_1").status_code == 302


@pytest.mark.parametrize("value", ["x" * 256, "a\u202eb", "a\x07b"])
def test_an_unusable_external_id_is_refused_at_its_field(value: str, ana: Contact, dee: Contact, as_: As) -> None:
    answer = post_id(as_(dee), ana, value)
    assert answer.status_code == 422
    assert 'id="id_external_id-error"' in answer.content.decode()


def test_who_may_only_read_sees_the_id_without_a_form(ana: Contact, as_: As) -> None:
    set_external_id(ana, external_id="crm_1", expected_version=1, by=cast.OPERATOR)
    html = page(as_(cast.owner("fay", "Fay Reader", Role.READ_ONLY)), ana)
    assert "crm_1" in html
    assert "Save external user ID" not in html
    assert "Edit details" not in html


def test_a_contact_that_never_bought_says_why_it_cannot_sign_in(cy: Contact, dee: Contact, as_: As) -> None:
    assert "cannot sign in" in page(as_(dee), cy)
    assert clock.now() > cy.created_at
