"""The second step of signing in: nobody passes without it, whichever way they came."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact, Session
from portico.domain.site.models import Site
from portico.workflows import send_password_link, sign_in_code
from tests.cast import PASSWORD
from tests.interfaces.portal.security.proving import app_code, mailed_code, with_two_step

pytestmark = pytest.mark.django_db

STEP = "/sign-in/second-step/"
PAGES = [
    "/library/",
    "/purchases/",
    "/settings/",
    "/settings/security/two-step/",
    "/settings/security/history/",
    "/settings/confirm/",
    "/settings/email/",
    "/office/",
    "/office/contacts/",
]


def half_in(email: str = "ana@example.org", **more: str) -> Client:
    """A browser that gave the right password and no code."""
    client = Client()
    answer = client.post("/sign-in/", {"login": email, "password": PASSWORD, **more})
    assert answer.headers["Location"] == STEP
    return client


def is_in(client: Client) -> bool:
    return client.get("/library/").status_code == 200


def test_the_code_from_the_app_completes_the_sign_in(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    client = half_in(next="/purchases/")
    assert "Second step" in client.get(STEP).content.decode()
    assert client.post(STEP, {"code": app_code(key)}).headers["Location"] == "/purchases/"
    assert is_in(client)
    assert client.get(STEP).status_code == 302


def test_a_recovery_code_does_too_once(ana: Contact) -> None:
    _key, codes = with_two_step(ana)
    client = half_in()
    client.post(STEP, {"code": codes[0]})
    assert is_in(client)
    again = half_in()
    assert again.post(STEP, {"code": codes[0]}).status_code == 422
    assert not is_in(again)


@pytest.mark.parametrize("page", PAGES)
def test_between_the_steps_every_page_answers_as_to_nobody(ana: Contact, dee: Contact, page: str) -> None:
    for contact in (ana, dee):
        with_two_step(contact)
        half, nobody = half_in(contact.email).get(page), Client().get(page)
        assert (half.status_code, half.headers["Location"]) == (nobody.status_code, nobody.headers["Location"])


def test_no_field_of_a_request_skips_the_step(ana: Contact) -> None:
    with_two_step(ana)
    tries: list[dict[str, Any]] = [
        {},
        {"code": ""},
        {"code": "000000"},
        {"credential": ""},
        {"credential": "{}"},
        {"bypass": "1", "bypass_otp": "1", "skip": "true", "code": "null"},
    ]
    client = half_in(bypass_otp="1", two_step="off")
    for sent in tries[:5]:
        assert client.post(STEP, sent).status_code == 422
    assert not is_in(client)
    assert half_in().post(f"{STEP}?code=000000&bypass=1", tries[5]).status_code in (422, 429)


def test_signing_out_forgets_a_half_done_sign_in(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    client = half_in()
    client.post("/sign-out/")
    assert client.get(STEP).headers["Location"] == "/sign-in/"
    assert client.post(STEP, {"code": app_code(key)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_the_step_is_nobodys_without_the_first(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    client = Client()
    assert client.post(STEP, {"code": app_code(key)}).headers["Location"] == "/sign-in/"
    assert client.post(f"{STEP}passkey/").headers["Location"] == "/sign-in/"


def test_a_code_of_ben_does_not_open_anas_door(ana: Contact, ben: Contact) -> None:
    with_two_step(ana)
    bens, codes = with_two_step(ben)
    client = half_in()
    assert client.post(STEP, {"code": app_code(bens)}).status_code == 422
    assert client.post(STEP, {"code": codes[0]}).status_code == 422
    assert not is_in(client)


def test_a_new_password_meanwhile_begins_anew(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    client = half_in()
    fresh = Contact.objects.get(id=ana.id)
    fresh.set_password("changed meanwhile")
    fresh.save(update_fields=["password"])
    assert client.post(STEP, {"code": app_code(key)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_guessing_ends_also_with_the_right_code_and_does_not_begin_anew(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    for number in range(5):
        assert half_in().post(STEP, {"code": f"{number:06}"}).status_code == 422
    answer = half_in().post(STEP, {"code": app_code(key)})
    assert answer.status_code == 429
    assert "Too many tries." in answer.content.decode()


def test_success_gives_back_one_try_and_not_those_that_failed(ana: Contact, ben: Contact) -> None:
    with_two_step(ana)
    _key, codes = with_two_step(ben)
    attacker = {"headers": {"X-Nothing": "1"}}
    for number in range(9):  # the address may fail ten times; Ana's own five are used up before
        half_in().post(STEP, {"code": f"{number:06}"}, **attacker)
    half_in("ben@example.org").post(STEP, {"code": codes[0]})
    assert half_in("ben@example.org").post(STEP, {"code": "000000"}).status_code == 422
    assert half_in("ben@example.org").post(STEP, {"code": codes[1]}).status_code == 429


def test_the_session_gets_a_new_id_at_each_step(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    client = Client()
    client.get("/settings/")
    client.post("/sign-in/", {"login": "ana@example.org", "password": "wrong"})
    planted = client.session
    planted["x"] = "planted"
    planted.save()
    client.cookies["session"] = planted.session_key
    keys = [planted.session_key]
    client.post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    keys.append(client.session.session_key)
    client.post(STEP, {"code": app_code(key)})
    keys.append(client.session.session_key)
    client.post("/settings/confirm/", {"by": "password", "password": PASSWORD, "next": "/settings/"})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 4
    assert Session.objects.filter(contact=ana).count() == 1, "the old ids open nothing"
    attacker = Client()
    attacker.cookies["session"] = keys[0]
    assert not is_in(attacker)


def test_a_new_password_by_mail_does_not_go_around_it(ana: Contact) -> None:
    key, _codes = with_two_step(ana)
    send_password_link.answer(ana.email)
    found = re.search(r"http://localhost:8000(/sign-in/new-password/\S+)", Outgoing.objects.latest("created_at").text)
    assert found
    client = Client()
    page = client.get(found[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another good password"}, follow=True)
    assert not is_in(client)
    answer = client.post("/sign-in/", {"login": "ana@example.org", "password": "another good password"})
    assert answer.headers["Location"] == STEP
    assert not is_in(client)
    client.post(STEP, {"code": app_code(key)})
    assert is_in(client)


def test_a_code_by_mail_does_not_go_around_it(ana: Contact) -> None:
    Site.objects.update(allows_code_sign_in=True)
    key, _codes = with_two_step(ana)
    client = Client()
    client.post("/sign-in/code/", {"email": "ana@example.org"})
    sign_in_code.answer(client.session["sign_in_code"]["id"])
    answer = client.post("/sign-in/code/typed/", {"code": mailed_code("sign_in.sign_in_code")})
    assert answer.headers["Location"] == STEP
    assert not is_in(client)
    client.post(STEP, {"code": app_code(key)})
    assert is_in(client)


def test_the_demos_list_does_not_go_around_it(ana: Contact, settings: Any) -> None:
    from django.contrib.sessions.backends.base import SessionBase
    from django.test import RequestFactory

    from portico.interfaces.portal.sign_in.entering import enter
    from portico.interfaces.portal.sign_in.sessions import SessionStore

    with_two_step(ana)
    request = RequestFactory().get("/")
    session: SessionBase = SessionStore()
    request.session = session
    assert enter(request, ana, with_what="demo", stays=True).headers["Location"] == reverse("second_step")
    assert "_auth_user_id" not in session


def test_failures_are_noted_for_their_contact_and_few(ana: Contact) -> None:
    with_two_step(ana)
    for _ in range(3):
        half_in().post(STEP, {"code": "000000"})
    assert Entry.objects.get(verb="security.sign_in_failed").facts == {"step": "second"}
