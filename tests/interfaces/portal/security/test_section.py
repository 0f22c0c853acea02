"""The section of Settings: password, devices, what is shown of means and history."""

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
from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.core.queue.models import Job
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact, Session
from portico.domain.contacts.security.devices import list_devices
from portico.interfaces.portal.security.history import SENTENCES
from portico.workflows import note_failed_sign_in, send_password_link
from tests.cast import PASSWORD, signed_in
from tests.interfaces.portal.security.proving import proven, with_passkey, with_two_step

pytestmark = pytest.mark.django_db

NEW = "another good password"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def change(client: Client, current: str = PASSWORD, new: str = NEW, **headers: str) -> Any:
    return client.post("/settings/security/", {"current_password": current, "new_password": new}, headers=headers)


def settings(client: Client) -> str:
    return client.get("/settings/").content.decode()


def signs_in(email: str, password: str) -> bool:
    return Client().post("/sign-in/", {"login": email, "password": password}).status_code == 302


def test_a_password_is_changed_by_the_current_one(ana: Contact) -> None:
    client, elsewhere = signed_in(ana), signed_in(ana)
    key = client.session.session_key
    answer = change(client)
    assert answer.headers["Location"] == "/settings/#security"
    assert "Your other devices are signed out." in settings(client)
    assert client.session.session_key != key, "this session goes on under a new id"
    attacker = Client()
    attacker.cookies["session"] = key
    assert attacker.get("/settings/").status_code == 302, "the old id opens nothing"
    assert elsewhere.get("/settings/").status_code == 302
    assert (signs_in("ana@example.org", PASSWORD), signs_in("ana@example.org", NEW)) == (False, True)
    assert Outgoing.objects.get(kind="sign_in.password_chosen").to == "ana@example.org"
    assert Entry.objects.filter(verb="security.password_changed", contact_id=ana.id).count() == 1


def test_htmx_gets_the_section_alone(ana: Contact) -> None:
    page = change(signed_in(ana), **HTMX).content.decode()
    assert page.lstrip().startswith('<section class="section" id="security"')
    assert re.search(r"Changed at \d\d:\d\d\. Your other devices are signed out\.", page)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [("wrong", NEW, "current_password"), ("", NEW, "current_password"), (PASSWORD, "short", "new_password"),
     (PASSWORD, "", "new_password"), (PASSWORD, "password1234", "new_password"), (PASSWORD, "ana@example.org", "new_password")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(
    ana: Contact, current: str, new: str, field: str
) -> None:
    client = signed_in(ana)
    answer = change(client, current, new)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{field}-error"' in page
    assert f'href="#id_{field}"' in page
    assert PASSWORD not in page
    assert signs_in("ana@example.org", PASSWORD)
    assert not Outgoing.objects.exists()


def test_a_password_in_the_operators_list_is_refused(ana: Contact, settings: Any, tmp_path: Any) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("something else\nanother good password\n")
    validator = "portico.domain.contacts.security.password_list.PasswordListValidator"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": validator, "OPTIONS": {"path": str(listed)}}]
    answer = change(signed_in(ana))
    assert "Others have used this password" in answer.content.decode()


def test_older_reset_links_die_with_a_new_password(ana: Contact) -> None:
    send_password_link.answer(ana.email)
    found = re.search(r"http://localhost:8000(/sign-in/new-password/\S+)", Outgoing.objects.get().text)
    assert found
    change(signed_in(ana))
    assert "This link no longer works" in Client().get(found[1], follow=True).content.decode()


def test_who_has_no_password_sets_a_first_one_after_a_proof(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(password="!")
    ana.refresh_from_db()
    client = signed_in(ana)
    assert "Set a first password" in settings(client)
    assert change(client).headers["Location"] == "/settings/security/password/"
    assert client.get("/settings/security/password/").headers["Location"].startswith("/settings/confirm/")
    assert client.post("/settings/security/password/", {"new_password": NEW}).status_code == 302
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    session = client.session
    session["proven"] = {"at": clock.now().isoformat(), "contact": str(ana.id)}
    session.save()
    assert client.post("/settings/security/password/", {"new_password": "short"}).status_code == 422
    assert (
        client.post("/settings/security/password/", {"new_password": NEW}).headers["Location"] == "/settings/#security"
    )
    assert signs_in("ana@example.org", NEW)


def test_who_has_one_does_not_set_a_first(ana: Contact) -> None:
    client = proven(ana)
    client.post("/settings/security/password/", {"new_password": NEW})
    assert signs_in("ana@example.org", PASSWORD)


def test_a_new_password_by_mail_cancels_a_change_of_email_that_waits(ana: Contact) -> None:
    attacker = signed_in(ana)
    pending = email_changes.ask(ana, new_email="evil@example.org", by=Actor("customer", ana.id))
    send_password_link.answer(ana.email)
    found = re.search(r"http://localhost:8000(/sign-in/new-password/\S+)", Outgoing.objects.latest("created_at").text)
    assert found
    client = Client()
    page = client.get(found[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW})
    assert not email_changes.can_be_confirmed(type(pending.change).objects.get(id=pending.change.id))
    assert attacker.get("/settings/").status_code == 302


def test_devices_are_shown_with_their_browser_and_signed_out_one_by_one(ana: Contact) -> None:
    agents = {
        "Firefox on Linux": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Safari on iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Version/26.0 Mobile/15E148 Safari/604.1",
    }
    clients = {}
    for name, agent in agents.items():
        clients[name] = Client(headers={"User-Agent": agent})
        clients[name].post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    page = settings(clients["Firefox on Linux"])
    assert page.count("This device") == 1
    assert "Safari on iPhone" in page
    other = list_devices(ana).get(browser="Safari on iPhone")
    assert str(other.session_key) not in page, "a key is a secret"
    clients["Firefox on Linux"].post(f"/settings/security/devices/{other.device_id}/")
    assert clients["Safari on iPhone"].get("/settings/").status_code == 302
    assert clients["Firefox on Linux"].get("/settings/").status_code == 200


def test_the_device_of_another_does_not_exist(ana: Contact, ben: Contact) -> None:
    anas = signed_in(ana)
    address = f"/settings/security/devices/{list_devices(ana).get().device_id}/"
    assert signed_in(ben).post(address).status_code == 404
    assert signed_in(ana).get(address).status_code == 405
    assert anas.get("/settings/").status_code == 200


def test_signing_out_everywhere_else_keeps_this_one_under_a_new_id(ana: Contact, ben: Contact) -> None:
    client, others, bens = signed_in(ana), [signed_in(ana) for _ in range(3)], signed_in(ben)
    key = client.session.session_key
    assert client.get("/settings/security/devices/").status_code == 405
    assert client.post("/settings/security/devices/").headers["Location"] == "/settings/#security"
    assert client.get("/settings/").status_code == 200
    assert client.session.session_key != key
    assert all(other.get("/settings/").status_code == 302 for other in others)
    assert bens.get("/settings/").status_code == 200
    assert Session.objects.filter(contact=ana).count() == 1


def test_more_means_cost_no_more_statements(ana: Contact) -> None:
    client = proven(ana)
    settings(client)
    with CaptureQueriesContext(connection) as few:
        settings(client)
    for name in ("one", "two", "three"):
        with_passkey(ana, client=client, name=name)
    with_two_step(ana)
    for _ in range(5):
        signed_in(Contact.objects.get(id=ana.id))
    settings(client)  # says once what was done
    with CaptureQueriesContext(connection) as many:
        page = settings(client)
    assert page.count("Added ") >= 3
    assert len(many) == len(few)


def test_the_history_says_what_happened_and_nothing_of_others(ana: Contact, ben: Contact) -> None:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"})
    client.post("/sign-in/", {"login": "ana@example.org", "password": PASSWORD})
    Client().post("/sign-in/", {"login": "ana@example.org", "password": "wrong"})
    note_failed_sign_in.answer("ana@example.org")
    client.post("/settings/confirm/", {"by": "password", "password": PASSWORD})
    with_passkey(ana, client=client, name="Ключ")
    with_passkey(ben, name="Bens")
    page = client.get("/settings/security/history/").content.decode()
    for words in (
        "Signed in",
        "With the password, Firefox on Linux",
        "tried to sign in and could not",
        "Passkey added: Ключ",
    ):
        assert words in page
    assert "Bens" not in page


def test_the_history_holds_changes_of_email_and_not_of_other_details(ana: Contact) -> None:
    by = Actor("customer", ana.id)
    email_changes.confirm(email_changes.ask(ana, new_email="new@example.org", by=by).change, by=by)
    ana.refresh_from_db()
    from dataclasses import replace

    from portico.domain.contacts.actions import change_details

    change_details(ana, typed=replace(ana.details, company="Kiln"), expected_version=ana.version, by=by)
    page = signed_in(ana).get("/settings/security/history/").content.decode()
    assert page.count("Email changed") == 1
    assert "new@example.org" in page


def test_the_history_goes_back_ninety_days_page_by_page(ana: Contact) -> None:
    from portico.domain.contacts.security.log import note_sign_in_failed, note_signed_in

    by = Actor("customer", ana.id)
    with time_machine.travel(clock.now() - timedelta(days=91)):
        note_sign_in_failed(ana, step="first")
    for _ in range(25):
        note_signed_in(ana, with_what="code", browser="", by=by)
    client = signed_in(ana)
    page = client.get("/settings/security/history/").content.decode()
    assert page.count("With a code by email") == 20
    assert "could not" not in page
    older = re.search(r"\?older=[0-9a-f-]+", page)
    assert older
    assert client.get(f"/settings/security/history/{older[0]}").content.decode().count("With a code by email") == 5
    for odd in ("?older=x", "?newer=00000000-0000-7000-8000-000000000001", "?older=%00"):
        assert client.get(f"/settings/security/history/{odd}").status_code == 200


def test_a_wrong_password_is_noted_by_the_worker_once_in_a_while(ana: Contact, cy: Contact) -> None:
    for email in ("ana@example.org", "nobody@example.org", "no address"):
        Client().post("/sign-in/", {"login": email, "password": "wrong"})
    assert Job.objects.filter(kind="sign_in.failed").count() == 3, "the same work for everybody"
    for _ in range(3):
        note_failed_sign_in.answer("ana@example.org")
        note_failed_sign_in.answer("nobody@example.org")
    assert Entry.objects.filter(verb="security.sign_in_failed").count() == 1


def test_every_security_verb_has_a_sentence_here() -> None:
    from tests.interfaces.office.test_wording import written

    verbs = {verb for _file, verb in written() if verb and verb.startswith("security.")}
    assert verbs == {verb for verb in SENTENCES if verb.startswith("security.")}
