"""Passkeys: added after proof, open the door for their owner alone, and bad answers open nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator as Kept
from django.test import Client

from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from tests.authenticator import Authenticator
from tests.cast import signed_in
from tests.interfaces.portal.security.proving import proven, with_passkey, with_two_step

pytestmark = pytest.mark.django_db


def options(client: Client) -> Any:
    return client.post("/sign-in/passkey/options/").json()


def sign_in(client: Client, credential: str, **more: str) -> Any:
    return client.post("/sign-in/passkey/", {"credential": credential, **more})


def is_in(client: Client) -> bool:
    return client.get("/library/").status_code == 200


def test_a_passkey_is_added_and_signs_in_without_email_or_password(ana: Contact) -> None:
    device = with_passkey(ana)
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"})
    answer = sign_in(client, device.get(options(client)), next="/settings/")
    assert answer.headers["Location"] == "/settings/"
    assert is_in(client)
    entry = Entry.objects.get(verb="security.signed_in")
    assert entry.facts == {"with": "passkey", "browser": "Firefox on Linux"}
    assert Kept.objects.get().last_used_at is not None


def test_the_passkey_is_bound_to_the_host_of_the_site_whatever_the_request_says(ana: Contact, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    made = proven(ana).post("/settings/security/passkeys/options/", headers={"Host": "evil.example"}).json()
    assert made["publicKey"]["rp"] == {"id": "localhost", "name": "Kiln"}
    assert made["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    asked = Client().post("/sign-in/passkey/options/", headers={"Host": "evil.example"}).json()
    assert asked["publicKey"]["rpId"] == "localhost"
    assert not asked["publicKey"]["allowCredentials"], "nothing tells who has a passkey"


def test_adding_one_ends_other_sessions_and_tells_the_owner(ana: Contact) -> None:
    elsewhere, client = signed_in(ana), proven(ana)
    key = client.session.session_key
    with_passkey(ana, client=client)
    assert elsewhere.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200
    assert client.session.session_key != key
    mail = Outgoing.objects.get(kind="sign_in.means_changed")
    assert (mail.to, "Laptop" in mail.text) == ("ana@example.org", True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://sub.localhost:8000"},
        {"origin": "http://localhost:9999"},
        {"rp_id": "evil.example"},
        {"verifies": False},
    ],
)
def test_an_answer_from_elsewhere_or_without_verification_is_no_passkey(ana: Contact, wrong: dict[str, Any]) -> None:
    client = proven(ana)
    made = client.post("/settings/security/passkeys/options/").json()
    credential = Authenticator(**wrong).create(made)
    answer = client.post("/settings/security/passkeys/", {"name": "Laptop", "credential": credential})
    assert answer.status_code == 422
    assert "This passkey could not be read." in answer.content.decode()
    assert not Kept.objects.exists()
    device = with_passkey(ana, client=client)
    for name, value in wrong.items():
        setattr(device, name, value)
    device.flags = 0x05 if wrong.get("verifies", True) else 0x01
    somebody = Client()
    sign_in(somebody, device.get(options(somebody)))
    assert not is_in(somebody)


def broken(device: Authenticator, asked: dict[str, Any]) -> list[str]:
    """Answers that prove nothing."""
    good = json.loads(device.get(asked))
    other = Authenticator()
    other.id, other.user_id = device.id, device.user_id
    response = good["response"]
    return [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"response": {"clientDataJSON": 5}}',
        '{"response": {"clientDataJSON": "!!!!"}}',
        json.dumps({**good, "rawId": None}),
        json.dumps({**good, "id": "AAAA", "rawId": "AAAA"}),
        json.dumps({**good, "response": {**response, "signature": "AAAA"}}),
        json.dumps({**good, "response": {**response, "userHandle": "AAAA"}}),
        json.dumps({**good, "response": {**response, "userHandle": None}}),
        json.dumps({**good, "response": {**response, "userHandle": ["x"]}}),
        json.dumps({**good, "response": {**response, "authenticatorData": "AAAA"}}),
        other.get(asked),
    ]


def test_what_proves_nothing_opens_nothing_and_breaks_nothing(ana: Contact) -> None:
    device = with_passkey(ana)
    client = Client()
    asked = options(client)
    for number, answer in enumerate(broken(device, asked)):
        refused = sign_in(client, answer)
        assert refused.headers["Location"] == "/sign-in/", number
        assert "This passkey does not open anything here." in client.get("/sign-in/").content.decode()
        assert not is_in(client), number
    assert sign_in(client, device.get(asked)).headers["Location"] == "/"


def test_an_answer_works_once_and_in_the_browser_that_was_asked(ana: Contact) -> None:
    device = with_passkey(ana)
    client, other = Client(), Client()
    credential = device.get(options(client))
    sign_in(other, credential)
    assert not is_in(other), "no challenge there"
    options(other)
    sign_in(other, credential)
    assert not is_in(other), "another challenge there"
    sign_in(client, credential)
    assert is_in(client)
    client.post("/sign-out/")
    sign_in(client, credential)
    assert not is_in(client), "a replay"


def test_a_closed_account_stays_closed(ana: Contact) -> None:
    device = with_passkey(ana)
    Contact.objects.filter(id=ana.id).update(is_active=False)
    client = Client()
    sign_in(client, device.get(options(client)))
    assert not is_in(client)


def test_a_removed_passkey_opens_nothing(ana: Contact) -> None:
    client = proven(ana)
    device = with_passkey(ana, client=client)
    kept = Kept.objects.get()
    assert (
        "Remove the passkey Laptop?" in client.get(f"/settings/security/passkeys/{kept.id}/removal/").content.decode()
    )
    assert Kept.objects.exists(), "a GET changes nothing"
    assert client.post(f"/settings/security/passkeys/{kept.id}/removal/").headers["Location"].endswith("#security")
    somebody = Client()
    sign_in(somebody, device.get(options(somebody)))
    assert not is_in(somebody)


def test_a_passkey_is_renamed_and_a_bad_name_is_kept_typed(ana: Contact) -> None:
    client = proven(ana)
    with_passkey(ana, client=client)
    address = f"/settings/security/passkeys/{Kept.objects.get().id}/"
    refused = client.post(address, {"name": "x" * 61})
    assert refused.status_code == 422
    assert "x" * 61 in refused.content.decode()
    assert client.post(address, {"name": "Ключ <b>"}, follow=True).status_code == 200
    assert "Ключ &lt;b&gt;" in client.get("/settings/").content.decode()


def test_the_passkey_of_another_does_not_exist(ana: Contact, ben: Contact) -> None:
    with_passkey(ana)
    client = proven(ben)
    for number in (Kept.objects.get().id, 10**30):
        for address in (f"/settings/security/passkeys/{number}/", f"/settings/security/passkeys/{number}/removal/"):
            assert client.get(address).status_code == 404
            assert client.post(address, {"name": "Mine"}).status_code == 404
    assert Kept.objects.get().data["name"] == "Laptop"


def test_a_passkey_alone_does_not_ask_those_with_a_password_for_more(ana: Contact) -> None:
    with_passkey(ana)
    client = Client()
    client.post("/sign-in/", {"login": "ana@example.org", "password": "a-long-enough-password"})
    assert is_in(client)


def test_a_passkey_is_enough_where_two_steps_are_on(ana: Contact) -> None:
    device = with_passkey(ana)
    with_two_step(ana)
    client = Client()
    sign_in(client, device.get(options(client)))
    assert is_in(client)


def test_a_passkey_serves_as_the_second_step(ana: Contact, ben: Contact) -> None:
    device, bens = with_passkey(ana), with_passkey(ben)
    with_two_step(ana)
    client = Client()
    client.post("/sign-in/", {"login": "ana@example.org", "password": "a-long-enough-password"})
    asked = client.post("/sign-in/second-step/passkey/").json()
    assert client.post("/sign-in/second-step/", {"credential": bens.get(asked)}).status_code == 422
    assert not is_in(client)
    client.post("/sign-in/second-step/", {"credential": device.get(asked)})
    assert is_in(client)


def test_a_passkey_is_proof_for_its_owner_alone(ana: Contact, ben: Contact) -> None:
    device, bens = with_passkey(ana), with_passkey(ben)
    ana.refresh_from_db()
    client = signed_in(ana)
    asked = client.post("/settings/confirm/passkey/").json()
    refused = client.post("/settings/confirm/", {"credential": bens.get(asked)})
    assert refused.status_code == 422
    assert "This passkey did not work." in refused.content.decode()
    asked = client.post("/settings/confirm/passkey/").json()
    answer = client.post(
        "/settings/confirm/", {"credential": device.get(asked), "next": "/settings/security/two-step/"}
    )
    assert answer.headers["Location"] == "/settings/security/two-step/"
    assert client.get("/settings/security/two-step/").status_code == 200
