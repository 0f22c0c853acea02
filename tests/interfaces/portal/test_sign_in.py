"""Signing in: who gets in, what nobody can learn, limits, forgotten passwords."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from portico.core.mail.models import Outgoing
from portico.core.queue.models import Job
from portico.domain.contacts.models import Contact
from portico.workflows import send_password_link
from tests.cast import PASSWORD, customer, signed_in

pytestmark = pytest.mark.django_db

WRONG = "This email and password do not belong together."


def sign_in(email: str, password: str = PASSWORD, client: Client | None = None, **more: str) -> Any:
    return (client or Client()).post("/sign-in/", {"login": email, "password": password, **more})


def test_a_customer_gets_in_and_the_door_leads_to_the_library(ana: Contact) -> None:
    client = Client()
    assert sign_in("ana@example.org", client=client).status_code == 302
    assert client.get("/").headers["Location"] == "/library/"


def test_the_team_is_led_to_the_office(dee: Contact) -> None:
    assert signed_in(dee).get("/").headers["Location"] == "/office/"


@pytest.mark.parametrize("typed", ["ANA@Example.ORG", "  ana@example.org  "])
def test_case_and_spaces_are_forgiven(ana: Contact, typed: str) -> None:
    assert sign_in(typed).status_code == 302


def test_a_domain_with_umlauts_is_one_address(site: Any) -> None:
    made = customer("x", "X")
    Contact.objects.filter(id=made.id).update(email="ana@xn--exmple-cua.org", email_as_typed="ana@exämple.org")
    assert sign_in("ANA@exämple.org").status_code == 302


def test_a_contact_who_is_no_customer_is_answered_like_a_wrong_password(cy: Contact, ana: Contact) -> None:
    answers = [
        sign_in("cy@example.org"),
        sign_in("ana@example.org", "wrong"),
        sign_in("nobody@example.org"),
        sign_in("no address at all"),
    ]
    pages = {
        re.sub(r'value="[^"]*"', "", re.sub(r'name="csrf[^>]*>', "", answer.content.decode())) for answer in answers
    }
    assert {answer.status_code for answer in answers} == {200}
    assert len(pages) == 1
    assert WRONG in pages.pop()


def test_guessing_ends_after_five_tries_also_with_the_right_password(ana: Contact) -> None:
    for _ in range(5):
        sign_in("ana@example.org", "wrong")
    answer = sign_in("ana@example.org")
    assert answer.status_code == 200
    assert WRONG not in answer.content.decode()


def test_sign_out_is_a_post_and_ends_the_session(ana: Contact) -> None:
    client = signed_in(ana)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/settings/").status_code == 302


def test_a_foreign_way_back_is_not_taken(ana: Contact) -> None:
    for way in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        client = Client()
        answer = sign_in("ana@example.org", client=client, next=way)
        assert answer.headers["Location"].startswith("/")
        assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("email", ["ana@example.org", "cy@example.org", "nobody@example.org"])
def test_forgot_password_costs_and_answers_the_same_for_everybody(
    ana: Contact, cy: Contact, email: str, django_assert_num_queries: Any
) -> None:
    client = Client()
    answer = client.post("/sign-in/forgot/", {"email": email})
    assert answer.headers["Location"] == "/sign-in/forgot/sent/"
    assert Outgoing.objects.count() == 0
    assert Job.objects.filter(kind="sign_in.password_link").count() == 1


def test_only_customers_and_team_get_the_link(ana: Contact, cy: Contact, dee: Contact) -> None:
    for email in ("ana@example.org", "cy@example.org", "dee@example.org", "nobody@example.org"):
        send_password_link.answer(email)
    assert sorted(Outgoing.objects.values_list("to", flat=True)) == ["ana@example.org", "dee@example.org"]


def link_for(contact: Contact) -> str:
    send_password_link.answer(contact.email)
    mail = Outgoing.objects.filter(kind="sign_in.choose_password").latest("created_at")
    found = re.search(r"http://localhost:8000(/sign-in/new-password/\S+)", mail.text)
    assert found, mail.text
    assert mail.sensitive
    return found[1]


def test_the_link_is_opened_by_scanners_and_works_once_for_its_owner(ana: Contact) -> None:
    elsewhere = signed_in(ana)
    link = link_for(ana)
    assert Client().get(link).status_code == 302, "a scanner changes nothing"
    client = Client()
    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    done = client.post(page.request["PATH_INFO"], {"password1": "another good password"}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert elsewhere.get("/settings/").status_code == 302, "other sessions end"
    assert sign_in("ana@example.org", "another good password").status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    ana.refresh_from_db()
    assert ana.email_confirmed_at is not None
    assert Outgoing.objects.filter(kind="sign_in.password_chosen", to="ana@example.org").exists()


def test_a_weak_password_is_refused_at_its_field(ana: Contact) -> None:
    client = Client()
    page = client.get(link_for(ana), follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": "short"})
    assert "id_password1-error" in answer.content.decode()
    assert sign_in("ana@example.org").status_code == 302


def test_an_old_link_dies_with_a_change_of_email(ana: Contact) -> None:
    link = link_for(ana)
    Contact.objects.filter(id=ana.id).update(email="ana.new@example.org", email_as_typed="ana.new@example.org")
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_five_links_a_day_are_enough_for_anybody(ana: Contact) -> None:
    for _ in range(7):
        send_password_link.answer("ana@example.org")
    assert Outgoing.objects.count() == 5


@pytest.mark.parametrize(
    "lookalike", ["anа@example.org", "ana@ехample.org", "aná@example.org", "ANA\u200b@example.org"]
)
def test_an_address_that_only_looks_like_anas_gets_nothing(ana: Contact, lookalike: str) -> None:
    Client().post("/sign-in/forgot/", {"email": lookalike})
    for job in Job.objects.filter(kind="sign_in.password_link"):
        send_password_link.answer(**job.arguments)
    assert not Outgoing.objects.exists()
    assert sign_in(lookalike).status_code == 200


def test_a_closed_account_is_answered_like_a_wrong_password(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(is_active=False)
    answer = sign_in("ana@example.org")
    assert (answer.status_code, WRONG in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "X_Forwarded_For", "Forwarded"])
def test_a_made_up_address_of_the_visitor_is_not_believed(site: Any, header: str) -> None:
    """Ten failures from one address, whatever it says of itself, are the end."""
    for number in range(10):
        sign_in(f"nobody{number}@example.org", "wrong", Client(headers={header: f"10.0.0.{number}"}))
    answer = sign_in("other@example.org", "wrong", Client(headers={header: "10.9.9.9"}))
    assert WRONG not in answer.content.decode()


def test_a_success_does_not_forget_the_failures_of_the_same_address(ana: Contact) -> None:
    for number in range(9):
        sign_in(f"nobody{number}@example.org", "wrong")
    assert sign_in("ana@example.org").status_code == 302
    sign_in("nobody9@example.org", "wrong")
    assert WRONG not in sign_in("nobody10@example.org", "wrong").content.decode()


def test_a_poisoned_host_reaches_no_mail(ana: Contact) -> None:
    assert Client().post("/sign-in/forgot/", {"email": ana.email}, headers={"Host": "evil.example"}).status_code == 400
    send_password_link.answer(ana.email)
    assert "evil.example" not in Outgoing.objects.get().text
