"""A customer's change of email, walked as a person does it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from portico.core.mail.models import Outgoing
from portico.core.queue.models import Job
from portico.domain.contacts.models import Contact, EmailChange
from portico.workflows import send_password_link
from tests.cast import PASSWORD, customer, signed_in
from tests.interfaces.portal.test_settings import form

pytestmark = pytest.mark.django_db

NEW = "Ana.New@example.org"


def ask(client: Client, who: Contact, new: str = NEW) -> Any:
    first = client.post("/settings/contact/", form(who, email=new))
    assert first.headers["Location"] == "/settings/email/"
    return client.post("/settings/email/", {"new_email": new, "by": "password", "password": PASSWORD})


def link(kind: str) -> str:
    mail = Outgoing.objects.filter(kind=kind).latest("created_at")
    found = re.search(r"http://localhost:8000(/email/\S+)", mail.text)
    assert found, mail.text
    return found[1]


def test_the_other_fields_are_saved_and_the_old_address_stays_until_the_button(ana: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana)
    ana.refresh_from_db()
    assert (ana.company, ana.email) == ("Atelier Oost", "ana@example.org")
    assert f"Change to {NEW} is waiting." in client.get("/settings/").content.decode()
    assert client.get(link("email_change.confirm")).status_code == 200
    ana.refresh_from_db()
    assert ana.email == "ana@example.org", "a GET changes nothing"
    assert client.post(link("email_change.confirm")).status_code == 302
    ana.refresh_from_db()
    assert (ana.email, ana.email_as_typed) == ("ana.new@example.org", NEW)
    assert ana.email_confirmed_at is not None
    assert client.get("/settings/").status_code == 200, "stays signed in"
    assert client.post(link("email_change.confirm")).status_code == 410


def test_a_wrong_password_keeps_what_was_typed(ana: Contact) -> None:
    client = signed_in(ana)
    client.post("/settings/contact/", form(ana, email=NEW))
    answer = client.post("/settings/email/", {"new_email": NEW, "by": "password", "password": "wrong"})
    assert answer.status_code == 422
    assert NEW in answer.content.decode()
    assert not EmailChange.objects.exists()


def test_a_code_by_mail_is_proof_once(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(password="!")
    ana.refresh_from_db()
    client = signed_in(ana)
    client.post("/settings/contact/", form(ana, email=NEW))
    page = client.get("/settings/email/").content.decode()
    assert 'name="password"' not in page, "nobody without a password passes by an empty one"
    assert client.post("/settings/email/", {"new_email": NEW, "by": "password", "password": ""}).status_code == 422
    client.post("/settings/email/", {"new_email": NEW, "by": "send-code"})
    code = re.search(r"Code: (\d{6})", Outgoing.objects.get(kind="sign_in.code").text)
    assert code
    assert client.post("/settings/email/", {"new_email": NEW, "by": "code", "code": "12345"}).status_code == 422
    assert client.post("/settings/email/", {"new_email": NEW, "by": "code", "code": code[1]}).status_code == 302
    assert EmailChange.objects.count() == 1


@pytest.mark.parametrize("new", ["a@b", "a@b@c.org", "", "x" * 300 + "@example.org"])
def test_an_address_that_the_form_refuses_is_not_asked_for_by_the_back_door(ana: Contact, new: str) -> None:
    sent = {"new_email": new, "by": "password", "password": PASSWORD}
    assert signed_in(ana).post("/settings/email/", sent).headers["Location"] == "/settings/#contact"
    assert not EmailChange.objects.exists()


def test_codes_cannot_be_guessed(ana: Contact) -> None:
    client = signed_in(ana)
    client.post("/settings/email/", {"new_email": NEW, "by": "send-code"})
    codes = [client.post("/settings/email/", {"new_email": NEW, "by": "code", "code": f"{n:06}"}) for n in range(12)]
    assert codes[-1].status_code == 429


def test_only_the_newest_link_works_and_only_for_its_contact(ana: Contact, ben: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana)
    first = link("email_change.confirm")
    ask(client, ana, "third@example.org")
    assert client.post(first).status_code == 410
    newest = link("email_change.confirm")
    for stranger in (signed_in(ben), Client()):
        answer = stranger.post(newest)
        assert answer.status_code == 403
        assert "third@example.org" not in answer.content.decode()
    assert Contact.objects.get(id=ana.id).email == "ana@example.org"


def test_a_link_runs_out_after_a_day(ana: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana)
    with time_machine.travel(_in_hours(25)):
        assert client.get(link("email_change.confirm")).status_code == 410


def _in_hours(hours: int) -> Any:
    from datetime import timedelta

    from portico.core import clock

    return clock.now() + timedelta(hours=hours)


def test_a_taken_address_looks_like_a_free_one_and_its_holder_is_told(ana: Contact, ben: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana, "ben@example.org")
    assert "Change to ben@example.org is waiting." in client.get("/settings/").content.decode()
    mails = set(Outgoing.objects.values_list("kind", "to"))
    assert ("email_change.taken", "ben@example.org") in mails
    assert ("email_change.confirm", "ben@example.org") not in mails


def test_the_pending_address_gets_no_reset_link(ana: Contact) -> None:
    ask(signed_in(ana), ana)
    before = Outgoing.objects.count()
    send_password_link.answer("ana.new@example.org")
    assert Outgoing.objects.count() == before


def test_keeping_the_old_address_kills_the_link(ana: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana)
    client.post("/settings/pending-email/", {"do": "keep"})
    assert client.post(link("email_change.confirm")).status_code == 410


def test_undo_works_without_signing_in_ends_sessions_and_the_password(ana: Contact) -> None:
    attacker = signed_in(ana)
    ask(attacker, ana)
    attacker.post(link("email_change.confirm"))
    undo = link("email_change.changed")
    assert Outgoing.objects.get(kind="email_change.changed").to == "ana@example.org"
    victim = Client()
    assert "Bring the old email back?" in victim.get(undo).content.decode()
    assert Contact.objects.get(id=ana.id).email == "ana.new@example.org", "a GET changes nothing"
    assert "Your old email is back" in victim.post(undo).content.decode()
    fresh = Contact.objects.get(id=ana.id)
    assert fresh.email == "ana@example.org"
    assert not fresh.has_usable_password()
    assert attacker.get("/settings/").status_code == 302
    assert Outgoing.objects.filter(kind="sign_in.choose_password", to="ana@example.org").exists()
    assert victim.post(undo).status_code == 410


def test_undo_takes_later_changes_back_too(ana: Contact) -> None:
    attacker = signed_in(ana)
    ask(attacker, ana)
    attacker.post(link("email_change.confirm"))
    undo = link("email_change.changed")
    ask(attacker, ana, "third@example.org")
    attacker.post(link("email_change.confirm"))
    assert Client().post(undo).status_code == 200
    assert Contact.objects.get(id=ana.id).email == "ana@example.org"


def test_an_address_given_away_meanwhile_is_not_taken_by_confirming(ana: Contact) -> None:
    client = signed_in(ana)
    ask(client, ana, "late@example.org")
    customer("late", "Late Comer")
    assert client.post(link("email_change.confirm")).status_code == 410
    assert Contact.objects.get(id=ana.id).email == "ana@example.org"


def test_mails_are_bounded(ana: Contact) -> None:
    client = signed_in(ana)
    for number in range(8):
        ask(client, ana, f"n{number}@example.org")
    assert EmailChange.objects.count() == 5
    assert Job.objects.filter(kind="mail.send").count() == Outgoing.objects.count()
