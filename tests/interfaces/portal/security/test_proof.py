"""Fresh proof: asked before what matters, for half an hour, and never gone around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portico.core import clock
from portico.domain.contacts.models import Contact
from tests.cast import PASSWORD, signed_in
from tests.interfaces.portal.security.proving import mailed_code, proven, with_passkey, with_two_step

pytestmark = pytest.mark.django_db

CONFIRM = "/settings/confirm/"
GUARDED = [
    "/settings/security/passkeys/",
    "/settings/security/passkeys/options/",
    "/settings/security/two-step/",
    "/settings/security/two-step/off/",
    "/settings/security/recovery-codes/",
]


def leads_to_proof(client: Client, address: str) -> bool:
    if address.endswith("options/"):
        answers = [client.post(address)]
    else:
        answers = [client.get(address), client.post(address, {"name": "x", "code": "000000", "credential": "{}"})]
    wanted = f"{CONFIRM}?next={address.replace('/', '%2F')}"
    return all(answer.status_code == 302 and answer.headers["Location"] == wanted for answer in answers)


@pytest.mark.parametrize("address", GUARDED)
def test_what_matters_is_asked_for_and_nothing_is_done_before(ana: Contact, address: str) -> None:
    with_two_step(ana)
    assert leads_to_proof(signed_in(ana), address)
    assert Authenticator.objects.count() == 2


@pytest.mark.parametrize("means", ["rename", "removal"])
def test_so_is_what_changes_a_passkey(ana: Contact, means: str) -> None:
    with_passkey(ana)
    ana.refresh_from_db()
    passkey = Authenticator.objects.get()
    address = f"/settings/security/passkeys/{passkey.id}/" + ("removal/" if means == "removal" else "")
    assert leads_to_proof(signed_in(ana), address)
    assert Authenticator.objects.get().data["name"] == "Laptop"


def by_password(client: Client) -> str:
    return client.post(CONFIRM, {"by": "password", "password": PASSWORD, "next": GUARDED[2]}).headers["Location"]


def by_code(client: Client) -> str:
    client.post(CONFIRM, {"by": "send-code", "next": GUARDED[2]})
    sent = {"by": "code", "code": mailed_code("sign_in.code"), "next": GUARDED[2]}
    return client.post(CONFIRM, sent).headers["Location"]


@pytest.mark.parametrize("proof", [by_password, by_code])
def test_a_proof_leads_back_and_holds_for_half_an_hour(ana: Contact, proof: Callable[[Client], str]) -> None:
    client = signed_in(ana)
    key = client.session.session_key
    assert proof(client) == GUARDED[2]
    assert client.session.session_key != key, "the session has a new id"
    assert client.get(GUARDED[2]).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=29)):
        assert client.get(GUARDED[2]).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=30, seconds=2)):
        assert leads_to_proof(client, GUARDED[2])


def test_it_holds_in_its_own_session_alone_and_not_after_signing_out(ana: Contact) -> None:
    client = proven(ana)
    assert leads_to_proof(signed_in(ana), GUARDED[2])
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    assert leads_to_proof(client, GUARDED[2]), "having signed in seconds ago is no proof"


def test_nobody_passes_for_want_of_anything_to_ask_for(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(password="!")
    ana.refresh_from_db()
    client = signed_in(ana)
    for address in (*GUARDED, "/settings/security/password/"):
        assert leads_to_proof(client, address)
    page = client.get(CONFIRM).content.decode()
    assert 'name="password"' not in page
    assert 'name="credential"' not in page
    for sent in (
        {"by": "password", "password": ""},
        {"by": "password"},
        {"by": "code", "code": ""},
        {"credential": ""},
        {},
    ):
        assert client.post(CONFIRM, sent).status_code == 422
    assert leads_to_proof(client, GUARDED[2])


def test_a_change_of_email_asks_each_time_anew(ana: Contact) -> None:
    client = proven(ana)
    answer = client.post("/settings/email/", {"new_email": "new@example.org", "by": "password", "password": "wrong"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "way",
    ["//evil.example", "/\\evil.example", "https:evil", "https://evil.example", "javascript:alert(1)", "\t//evil.example",
     "https://localhost:8000@evil.example", "/\t/evil.example", "//evil.example\\@localhost:8000", "%2f%2fevil", ""],
)  # fmt: skip
def test_a_foreign_way_on_is_not_taken(ana: Contact, way: str) -> None:
    client = signed_in(ana)
    assert client.get(CONFIRM, {"next": way}).status_code == 200
    answer = client.post(CONFIRM, {"by": "password", "password": PASSWORD, "next": way})
    assert answer.headers["Location"] == "/settings/#security"


def test_guessing_ends_after_ten_tries_over_all_ways(ana: Contact) -> None:
    client = signed_in(ana)
    for number in range(10):
        sent = {"by": "password", "password": "wrong"} if number % 2 else {"by": "code", "code": "000000"}
        assert client.post(CONFIRM, sent).status_code == 422
    assert client.post(CONFIRM, {"by": "password", "password": PASSWORD}).status_code == 429
    other = signed_in(ana)
    assert other.post("/settings/security/", {"current_password": PASSWORD}).status_code == 429


def test_htmx_is_led_by_a_header(ana: Contact) -> None:
    answer = signed_in(ana).post(GUARDED[0], headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(CONFIRM)


@pytest.mark.parametrize(
    "name",
    ["account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_index", "account_change_password",
     "account_set_password", "account_email", "account_signup", "mfa_add_webauthn", "account_request_login_code"],
)  # fmt: skip
def test_none_of_the_librarys_own_doors_is_open(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
