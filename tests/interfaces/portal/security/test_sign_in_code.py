"""Signing in with a mailed code: the same for known and unknown, once, in the browser that asked, for ten minutes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.core import clock
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact, SignInCode
from portico.domain.site.models import Site
from portico.workflows import sign_in_code
from tests.interfaces.portal.security.proving import mailed_code

pytestmark = pytest.mark.django_db

ASK, TYPED = "/sign-in/code/", "/sign-in/code/typed/"


@pytest.fixture(autouse=True)
def _allowed(site: Site) -> None:
    Site.objects.update(allows_code_sign_in=True)


def ask(email: str, client: Client | None = None, **more: str) -> Client:
    client = client or Client()
    assert client.post(ASK, {"email": email, **more}).status_code == 302
    return client


def deliver(client: Client) -> None:
    """The worker's part."""
    code_id = client.session["sign_in_code"]["id"]
    if code_id:
        sign_in_code.answer(code_id)


def code() -> str:
    return mailed_code("sign_in.sign_in_code")


def is_in(client: Client) -> bool:
    return client.get("/library/").status_code == 200


def test_the_code_signs_in_and_proves_the_address(ana: Contact) -> None:
    client = ask(" ANA@Example.org ")
    deliver(client)
    answer = client.post(TYPED, {"code": code(), "next": "/purchases/"})
    assert answer.headers["Location"] == "/purchases/"
    assert is_in(client)
    ana.refresh_from_db()
    assert ana.email_confirmed_at is not None
    assert Entry.objects.get(verb="security.signed_in").facts["with"] == "code"
    assert Outgoing.objects.get(kind="sign_in.sign_in_code").sensitive


def test_it_exists_only_where_the_owner_allows_it(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    digits = code()
    assert "Email me a code" in Client().get("/sign-in/").content.decode()
    Site.objects.update(allows_code_sign_in=False)
    assert "Email me a code" not in Client().get("/sign-in/").content.decode()
    for address in (ASK, TYPED):
        assert client.get(address).status_code == 404
        assert client.post(address, {"email": "ana@example.org", "code": digits}).status_code == 404
    assert not is_in(client)


def test_a_code_works_once(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    digits, row = code(), SignInCode.objects.get()
    client.post(TYPED, {"code": digits})
    assert is_in(client)
    assert sign_in_code.prove(row.id, typed=digits) is None


def test_a_code_runs_out_after_ten_minutes(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    digits = code()
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert client.post(TYPED, {"code": digits}).status_code == 422
    assert not is_in(client)


def test_a_code_works_in_no_other_browser(ana: Contact) -> None:
    victim, attacker = ask("ana@example.org"), ask("ana@example.org")
    deliver(victim)
    digits = code()
    assert attacker.post(TYPED, {"code": digits}).status_code == 422
    assert Client().post(TYPED, {"code": digits}).headers["Location"] == ASK
    assert not is_in(attacker)
    assert client_in(victim, digits)


def client_in(client: Client, digits: str) -> bool:
    client.post(TYPED, {"code": digits})
    return is_in(client)


def test_a_newer_code_takes_the_place_of_the_older_in_the_same_browser(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    first = code()
    ask("ana@example.org", client)
    deliver(client)
    second = code()
    assert client_in(client, first) is (first == second)
    assert client_in(client, second)


def page_of(answer: Any) -> str:
    return re.sub(r'value="[^"]*"|[a-z]+@[a-z.]+', "", answer.content.decode())


def statements(client: Client, address: str, **sent: str) -> tuple[Any, list[str]]:
    """The answer to a form, and what was asked of the database for it."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, sent)
    return answer, [re.sub(r"'[^']*'|s\d+_x\d+", "?", each["sql"]) for each in captured]


def test_nothing_tells_who_is_known_here(ana: Contact, cy: Contact) -> None:
    seen = []
    for email in ("ana@example.org", "cy@example.org", "nobody@example.org"):
        client = Client()
        asked, asking = statements(client, ASK, email=email)
        deliver(client)
        shown = client.get(TYPED)
        tried, trying = statements(client, TYPED, code="123456")
        answers = (asked.status_code, asked.headers["Location"], tried.status_code)
        seen.append((answers, page_of(shown), page_of(tried), asking, trying))
    assert len(seen[0][4]) > 10
    assert seen[0] == seen[1] == seen[2]
    assert list(Outgoing.objects.values_list("to", flat=True)) == ["ana@example.org"]


def test_guessing_ends_with_five_tries_and_a_new_code_gives_no_more(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    digits = code()
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(5):
        assert client.post(TYPED, {"code": wrong}).status_code == 422
    assert client.post(TYPED, {"code": digits}).status_code == 429
    ask("ana@example.org", client)
    deliver(client)
    assert client.post(TYPED, {"code": code()}).status_code == 429
    assert not is_in(client)


def test_a_code_that_was_tried_five_times_is_dead_for_good(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    digits, row = code(), SignInCode.objects.get()
    SignInCode.objects.filter(id=row.id).update(tries=sign_in_code.TRIES)
    assert client.post(TYPED, {"code": digits}).status_code == 422


def test_mails_are_bounded_and_the_answer_stays_the_same(ana: Contact) -> None:
    clients = [ask("ana@example.org") for _ in range(8)]
    for client in clients:
        deliver(client)
    assert Outgoing.objects.filter(kind="sign_in.sign_in_code").count() == 5
    assert {page_of(client.get(TYPED)) for client in clients} == {page_of(clients[0].get(TYPED))}
    assert clients[-1].post(TYPED, {"code": code()}).status_code == 422


def test_a_code_to_an_old_address_opens_nothing(ana: Contact) -> None:
    client = ask("ana@example.org")
    deliver(client)
    Contact.objects.filter(id=ana.id).update(email="new@example.org", email_as_typed="new@example.org")
    assert not client_in(client, code())


@pytest.mark.parametrize(
    "way", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]
)
def test_a_foreign_way_back_is_not_taken(ana: Contact, way: str) -> None:
    client = ask("ana@example.org", next=way)
    deliver(client)
    answer = client.post(TYPED, {"code": code(), "next": way})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("typed", ["", "no address", "a@", "\x00", "x" * 5000])
def test_what_is_no_address_is_said_at_the_field(typed: str) -> None:
    answer = Client().post(ASK, {"email": typed})
    assert answer.status_code == 422
    assert "This is not an email address." in answer.content.decode()
    assert not SignInCode.objects.exists()


def test_the_session_gets_a_new_id_and_ends_with_the_browser_unless_asked(ana: Contact) -> None:
    for stays in (False, True):
        client = ask("ana@example.org")
        before = client.session.session_key
        deliver(client)
        client.post(TYPED, {"code": code(), **({"remember": "on"} if stays else {})})
        assert client.session.session_key != before
        assert client.session.get_expire_at_browser_close() is not stays


def test_old_rows_are_deleted(ana: Contact) -> None:
    ask("ana@example.org")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        deliver(ask("ana@example.org"))
        assert SignInCode.objects.count() == 1
