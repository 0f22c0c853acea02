"""Who may open which page of the back office: the team by its rights, and for everybody else there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portico.domain.contacts.models import Contact
from portico.domain.receipts.models import Receipt
from portico.domain.team.models import Role
from portico.interfaces.office.urls import urlpatterns
from tests import cast
from tests.selling import sell

As = Callable[[Contact], Client]
READ = {
    "office": 302,
    "office_contacts": 200,
    "office_contact": 200,
    "office_receipt": 200,
    "office_receipt_pdf": 200,
    "office_receipt_version": 200,
    "office_receipt_version_pdf": 200,
    "office_site": 200,
}
EDIT_CONTACTS = {"office_contact_details": 200}
EDIT_SITE = {"office_site_user_menu": 200}
POST_CONTACTS = ("office_contact_details", "office_contact_address_fields", "office_external_id")
POST_SITE = (
    "office_site_look",
    "office_site_seller",
    "office_site_receipts",
    "office_site_pages",
    "office_site_signing_in",
)


@pytest.fixture
def sale(ana: Contact) -> Receipt:
    return sell(ana)


def address(name: str, sale: Receipt) -> str:
    if "version" in name:
        return reverse(name, kwargs={"receipt_id": sale.id, "number": 1})
    if "receipt" in name and "site" not in name:
        return reverse(name, kwargs={"receipt_id": sale.id})
    if name == "office_external_id" or ("contact" in name and name != "office_contacts"):
        return reverse(name, kwargs={"contact_id": sale.contact.id})
    return reverse(name)


def test_every_address_is_in_these_lists() -> None:
    # these have tests of their own beside this one
    own = ("office_announcement", "office_communit", "office_directory_entry", "office_site_topic")
    names = {str(pattern.name) for pattern in urlpatterns if not str(pattern.name).startswith(own)}
    assert names == {*READ, *EDIT_CONTACTS, *EDIT_SITE, *POST_CONTACTS, *POST_SITE}


@pytest.mark.parametrize("name", [*READ, *EDIT_CONTACTS, *EDIT_SITE])
def test_pages_exist_for_the_team_alone(
    name: str, sale: Receipt, ben: Contact, cy: Contact, dee: Contact, as_: As
) -> None:
    where = address(name, sale)
    assert as_(dee).get(where).status_code == {**READ, **EDIT_CONTACTS, **EDIT_SITE}[name]
    assert as_(sale.contact).get(where).status_code == 404
    assert as_(ben).get(where).status_code == 404
    signed_out = Client().get(where)
    assert signed_out.status_code == 302
    assert signed_out["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [*POST_CONTACTS, *POST_SITE])
def test_posts_are_for_the_team_alone(name: str, sale: Receipt, dee: Contact, as_: As) -> None:
    where = address(name, sale)
    assert as_(sale.contact).post(where).status_code == 404
    assert Client().post(where).status_code == 302
    assert as_(dee).post(where).status_code in (200, 302, 409, 422)


@pytest.mark.parametrize("name", [*POST_CONTACTS, *POST_SITE])
def test_posts_need_the_token_of_the_form(name: str, sale: Receipt, dee: Contact) -> None:
    assert cast.signed_in(dee, enforce_csrf_checks=True).post(address(name, sale)).status_code == 403


@pytest.mark.parametrize(
    ("role", "edits_contacts", "edits_site"),
    [
        (Role.OWNER, True, True),
        (Role.MANAGER, True, False),
        (Role.SUPPORT, True, False),
        (Role.READ_ONLY, False, False),
    ],
)
def test_each_role_opens_what_it_may(
    role: Role, edits_contacts: bool, edits_site: bool, sale: Receipt, as_: As
) -> None:
    client = as_(cast.owner("fay", "Fay Team", role))
    for name, status in READ.items():
        assert client.get(address(name, sale)).status_code == status, name
    for name in EDIT_CONTACTS:
        assert client.get(address(name, sale)).status_code == (200 if edits_contacts else 403), name
    for name in EDIT_SITE:
        assert client.get(address(name, sale)).status_code == (200 if edits_site else 403), name
    for name in POST_CONTACTS:
        assert (client.post(address(name, sale)).status_code != 403) is edits_contacts, name
    for name in POST_SITE:
        assert (client.post(address(name, sale)).status_code != 403) is edits_site, name


def test_what_does_not_exist_answers_404(sale: Receipt, dee: Contact, as_: As) -> None:
    client = as_(dee)
    nobody = "018f2c00-0000-7000-8000-000000000000"
    for name in ("office_contact", "office_contact_details"):
        assert client.get(reverse(name, kwargs={"contact_id": nobody})).status_code == 404
    for name in ("office_receipt", "office_receipt_pdf"):
        assert client.get(reverse(name, kwargs={"receipt_id": nobody})).status_code == 404
    missing = {"receipt_id": sale.id, "number": 9}
    assert client.get(reverse("office_receipt_version", kwargs=missing)).status_code == 404
    assert client.get(reverse("office_receipt_version_pdf", kwargs=missing)).status_code == 404
