"""The team mends a contact's details: the customer's form, an email in force at once, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.site.actions import freeze_details
from portico.domain.team.models import Role
from tests import cast
from tests.selling import rename, sell

As = Callable[[Contact], Client]
NL = {"country": "NL", "line1": "Havenkade 18", "postal_code": "8862 AB", "city": "Harlingen"}


def sent(contact: Contact, **values: object) -> dict[str, object]:
    """What the form sends when nothing but `values` was typed."""
    fresh = Contact.objects.get(id=contact.id)
    base = fresh.details.to_json() | {"version": fresh.version, "details_number": fresh.details_number}
    return base | values


def post(client: Client, contact: Contact, data: dict[str, object]) -> object:
    return client.post(reverse("office_contact_details", args=[contact.id]), data)


def test_a_save_reaches_every_receipt_and_says_so(ana: Contact, dee: Contact, as_: As) -> None:
    client, receipt = as_(dee), sell(ana)
    answer = post(client, ana, sent(ana, full_name="Ana Costa", company="Costa Clay", **NL))
    assert answer["Location"] == reverse("office_contact", args=[ana.id])
    ana.refresh_from_db()
    assert (ana.full_name, ana.company, ana.city) == ("Ana Costa", "Costa Clay", "Harlingen")
    page = client.get(reverse("office_contact", args=[ana.id])).content.decode()
    assert "Their receipts, past ones too, now show this." in page
    assert "Tax already paid does not change." in page
    shown = client.get(reverse("office_receipt", args=[receipt.id])).content.decode()
    assert "Costa Clay" in shown
    assert "Version 2" in shown
    version = DetailsVersion.objects.get(contact=ana, number=2)
    assert (version.by_kind, version.by_label) == ("team", "Dee Owner")


def test_a_save_under_a_freeze_does_not_promise_receipts(ana: Contact, dee: Contact, as_: As) -> None:
    freeze_details(by=cast.OPERATOR)
    client = as_(dee)
    post(client, ana, sent(ana, full_name="Ana Costa"))
    page = client.get(reverse("office_contact", args=[ana.id])).content.decode()
    assert "Receipts keep the details they have." in page
    assert "past ones too" not in page


def test_a_new_email_is_in_force_at_once_and_the_old_one_is_told(ana: Contact, dee: Contact, as_: As) -> None:
    client, anas = as_(dee), as_(ana)
    assert anas.get(reverse("library")).status_code == 200
    assert post(client, ana, sent(ana, email="ana@new.example")).status_code == 302
    ana.refresh_from_db()
    assert (ana.email, ana.email_confirmed_at) == ("ana@new.example", None)
    assert [mail.to for mail in Outgoing.objects.all()] == ["ana@example.org"]
    assert anas.get(reverse("library")).status_code == 302, "her sessions ended"


@pytest.mark.parametrize("role", [Role.SUPPORT])
def test_support_mends_everything_but_the_email(role: Role, ana: Contact, as_: As) -> None:
    client = as_(cast.owner("sam", "Sam Support", role))
    form = client.get(reverse("office_contact_details", args=[ana.id])).content.decode()
    assert "Only owners and managers change an email." in form
    assert 'value="ana@example.org"' in form
    assert "readonly" in form
    assert post(client, ana, sent(ana, full_name="Ana Costa", email="thief@example.org")).status_code == 302
    ana.refresh_from_db()
    assert (ana.full_name, ana.email) == ("Ana Costa", "ana@example.org")
    assert not Outgoing.objects.exists()


def test_a_manager_changes_an_email(ana: Contact, as_: As) -> None:
    client = as_(cast.owner("max", "Max Manager", Role.MANAGER))
    assert post(client, ana, sent(ana, email="ana@new.example")).status_code == 302
    ana.refresh_from_db()
    assert ana.email == "ana@new.example"


def test_a_manager_cannot_take_over_the_owner_by_their_email(dee: Contact, as_: As) -> None:
    client = as_(cast.owner("max", "Max Manager", Role.MANAGER))
    form = client.get(reverse("office_contact_details", args=[dee.id])).content.decode()
    assert "Only an owner changes the email of a team member." in form
    assert post(client, dee, sent(dee, full_name="Dee Mended", email="max@example.net")).status_code == 302
    dee.refresh_from_db()
    assert (dee.full_name, dee.email) == ("Dee Mended", "dee@example.org")


def test_an_owner_changes_the_email_of_a_team_member(dee: Contact, as_: As) -> None:
    sam = cast.owner("sam", "Sam Support", Role.SUPPORT)
    assert post(as_(dee), sam, sent(sam, email="sam@new.example")).status_code == 302
    sam.refresh_from_db()
    assert sam.email == "sam@new.example"


def test_a_taken_email_says_whose_it_is(ana: Contact, ben: Contact, dee: Contact, as_: As) -> None:
    answer = post(as_(dee), ana, sent(ana, full_name="Ana Costa", email="BEN@example.org"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Another contact has this address." in html
    assert reverse("office_contact", args=[ben.id]) in html
    assert 'value="Ana Costa"' in html
    ana.refresh_from_db()
    assert ana.full_name == "Ana Lima"


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(ana: Contact, dee: Contact, as_: As) -> None:
    typed = {"full_name": "", "company": "Costa <Clay>", "tax_country": "NL", "tax_kind": "eu_vat", "tax_number": "NL1"}
    answer = post(as_(dee), ana, sent(ana, **typed))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_full_name-error"' in html
    assert 'id="id_tax_number-error"' in html
    assert 'value="Costa &lt;Clay&gt;"' in html
    assert 'value="NL1"' in html
    assert Entry.objects.filter(verb="contact.details_changed").count() == 0


def test_a_stale_save_keeps_what_was_typed_and_shows_what_is_saved(ana: Contact, dee: Contact, as_: As) -> None:
    client, opened = as_(dee), sent(ana, full_name="Ana Typed")
    rename(ana, full_name="Ana Meanwhile")
    answer = post(client, ana, opened)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Ana Typed"' in html
    assert "Ana Meanwhile" in html
    assert "Not saved yet: this was changed while you were typing." in html
    ana.refresh_from_db()
    assert ana.full_name == "Ana Meanwhile"
    assert post(client, ana, opened | {"version": ana.version, "details_number": 2}).status_code == 302
    ana.refresh_from_db()
    assert ana.full_name == "Ana Typed"


def test_the_same_save_twice_is_one_change(ana: Contact, dee: Contact, as_: As) -> None:
    client, opened = as_(dee), sent(ana, full_name="Ana Costa")
    assert [post(client, ana, opened).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="contact.details_changed").count() == 1


def test_another_country_brings_its_fields_with_and_without_script(ana: Contact, dee: Contact, as_: As) -> None:
    client = as_(dee)
    plain = post(client, ana, sent(ana, full_name="Ana Typed", country="JP", do="country"))
    assert plain.status_code == 200
    assert "Prefecture" in plain.content.decode()
    assert 'value="Ana Typed"' in plain.content.decode()
    where = reverse("office_contact_address_fields", args=[ana.id])
    part = client.post(where, {"country": "JP", "part": "address"}).content.decode()
    assert "Prefecture" in part
    assert "<html" not in part
    kinds = client.post(where, {"tax_country": "NL", "part": "tax"}).content.decode()
    assert "eu_vat" in kinds
    ana.refresh_from_db()
    assert (ana.full_name, ana.country) == ("Ana Lima", "")
