"""Contact information: what a customer sees, saves, and is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact, DetailsVersion
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

DUTCH = {
    "full_name": "Ana Lima",
    "company": "Atelier Oost",
    "email": "ana@example.org",
    "tax_country": "NL",
    "tax_kind": "eu_vat",
    "tax_number": "NL000099998B57",
    "country": "NL",
    "line1": "Lange Bierkade 42",
    "line2": "Unit B",
    "postal_code": "8861xn",
    "city": "Harlingen",
}


def form(contact: Contact, **changes: str) -> dict[str, Any]:
    contact.refresh_from_db()
    return DUTCH | {"version": contact.version, "details_number": contact.details_number} | changes


def test_a_save_is_seen_at_once_and_leaves_one_version_and_one_entry(ana: Contact) -> None:
    client = signed_in(ana)
    answer = client.post("/settings/contact/", form(ana), follow=True)
    assert answer.redirect_chain[0][1] == 302 or answer.redirect_chain[0][1] == 303
    page = answer.content.decode()
    assert "Your receipts, past ones too, now show this." in page
    assert "Format and check digit right" in page
    ana.refresh_from_db()
    assert (ana.company, ana.postal_code, ana.tax_number) == ("Atelier Oost", "8861 XN", "NL000099998B57")
    assert list(ana.details_versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Entry.objects.filter(verb="contact.details_changed").count() == 1


def test_labels_are_the_ones_customers_look_for(ana: Contact) -> None:
    client = signed_in(ana)
    client.post("/settings/contact/", form(ana))
    page = client.get("/settings/").content.decode()
    for label in ("Full name", "Email", "Country of the tax ID", "Type", "Tax ID", "Street and house number",
                  "Town or city", "Save contact information"):  # fmt: skip
        assert f">{label}" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"full_name": ""}, "full_name", "Write your name"),
        ({"full_name": "   "}, "full_name", "Write your name"),
        ({"full_name": "a\u0007b"}, "full_name", "cannot be printed"),
        ({"full_name": "x" * 10_000}, "full_name", "too long"),
        ({"email": "nobody"}, "email", "not an email address"),
        ({"email": ""}, "email", "Write your email"),
        ({"tax_number": "NL000099998B75"}, "tax_number", "check digits"),
        ({"tax_number": "DE123456788"}, "tax_number", ""),
        ({"country": "XX"}, "country", ""),
        ({"postal_code": "90210"}, "postal_code", ""),
        ({"line1": "x" * 201}, "line1", "too long"),
    ],
)
def test_bad_input_is_named_at_its_field_and_saves_nothing(
    ana: Contact, changes: dict[str, str], field: str, words: str
) -> None:
    answer = signed_in(ana).post("/settings/contact/", form(ana, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert words in page
    assert "Lange Bierkade 42" in page or "line1" in changes, "what was typed is kept"
    assert DetailsVersion.objects.filter(contact=ana).count() == 1
    assert Contact.objects.get(id=ana.id).company == ""


def test_a_stale_save_is_refused_shows_what_changed_and_can_be_sent_again(ana: Contact) -> None:
    client = signed_in(ana)
    first = form(ana)
    client.post("/settings/contact/", first | {"line1": "Lange Bierkade 44"})
    refused = client.post("/settings/contact/", first | {"line1": "Noorderhaven 7"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Lange Bierkade 44" in page
    assert "Noorderhaven 7" in page
    assert "Not saved yet: this was changed while you were typing." in page
    again = client.post("/settings/contact/", form(ana, line1="Noorderhaven 7"))
    assert again.status_code == 302
    assert Contact.objects.get(id=ana.id).line1 == "Noorderhaven 7"


def test_a_double_click_saves_once(ana: Contact) -> None:
    client = signed_in(ana)
    sent = form(ana)
    assert client.post("/settings/contact/", sent).status_code == 302
    assert client.post("/settings/contact/", sent).status_code == 302
    assert DetailsVersion.objects.filter(contact=ana).count() == 2


def test_changing_the_country_redraws_the_fields_and_keeps_what_was_typed(ana: Contact) -> None:
    client = signed_in(ana)
    sent = form(ana, country="US", do="country", city="Portland", tax_number="")
    page = client.post("/settings/contact/", sent).content.decode()
    assert "ZIP code" in page
    assert 'value="Portland"' in page
    assert Contact.objects.get(id=ana.id).country == ""
    piece = client.post("/settings/contact/fields/", sent | {"part": "address"}).content.decode()
    assert "<html" not in piece
    assert "ZIP code" in piece


def test_a_country_with_one_kind_of_tax_id_needs_no_choice_of_kind(ana: Contact) -> None:
    client = signed_in(ana)
    british = form(ana, tax_country="GB", tax_kind="gb_vat", tax_number="GB999999973")
    assert client.post("/settings/contact/", british).status_code == 302
    ana.refresh_from_db()
    # without script the list still holds the kinds of the country before
    belgian = form(ana, tax_country="BE", tax_kind="gb_vat", tax_number="BE0428759497")
    assert client.post("/settings/contact/", belgian).status_code == 302
    ana.refresh_from_db()
    assert (ana.tax_country, ana.tax_kind, ana.tax_number) == ("BE", "eu_vat", "BE0428759497")


def test_htmx_gets_the_section_alone(ana: Contact) -> None:
    answer = signed_in(ana).post("/settings/contact/", form(ana), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'id="contact"' in page
    assert "Saved at" in page


def test_without_a_csrf_token_nothing_is_saved(ana: Contact) -> None:
    client = signed_in(ana, enforce_csrf_checks=True)
    assert client.post("/settings/contact/", form(ana)).status_code == 403
    assert Contact.objects.get(id=ana.id).company == ""


def test_a_body_of_twenty_megabytes_is_refused(ana: Contact) -> None:
    answer = signed_in(ana).post("/settings/contact/", form(ana, company="x" * 20_000_000))
    assert answer.status_code == 413


def test_hostile_text_prints_as_text(ana: Contact) -> None:
    name = "أنا O'Brien \"><script>alert(1)</script>"
    client = signed_in(ana)
    assert client.post("/settings/contact/", form(ana, full_name=name)).status_code == 302
    page = client.get("/settings/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_with_the_user_menu_removed_settings_are_closed_to_customers_only(
    ana: Contact, dee: Contact, site: Any
) -> None:
    site.has_user_menu = False
    site.save()
    answer = signed_in(ana).get("/settings/")
    assert answer.status_code == 403
    assert "Settings are closed here" in answer.content.decode()
    assert signed_in(ana).post("/settings/contact/", form(ana)).status_code == 403
    assert Contact.objects.get(id=ana.id).company == ""
    assert signed_in(dee).get("/settings/").status_code == 200


def test_nobody_signed_in_is_led_to_sign_in_and_back() -> None:
    answer = Client().get("/settings/")
    assert answer.status_code in (302, 503)
