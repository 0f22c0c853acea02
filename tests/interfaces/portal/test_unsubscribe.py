"""The way out in a mail: no signing in, nothing by a GET, exactly that topic, and the same again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, archive_topic
from portico.domain.preferences.models import Consent, Topic, TopicChoice, Way
from portico.domain.preferences.unsubscribing import unsubscribe_token
from portico.domain.site.models import Site
from tests import cast
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def topics(ana: Contact, ben: Contact) -> list[Topic]:
    made = [add_topic(name=name, by=cast.OPERATOR) for name in ("News & offers", "Lessons")]
    for contact in (ana, ben):
        choose_topics(contact, wanted={row.id: True for row in made}, way=Way.SETTINGS, by=cast.OPERATOR)
    Consent.objects.all().delete()
    return made


@pytest.fixture
def address(ana: Contact, topics: list[Topic]) -> str:
    return reverse("unsubscribe", args=[unsubscribe_token(ana.id, topics[0].id)])


def on(contact: Contact) -> set[str]:
    return set(TopicChoice.objects.filter(contact=contact, is_on=True).values_list("topic__name", flat=True))


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_scanners_change_nothing(address: str, ana: Contact, method: str) -> None:
    answer = getattr(Client(), method)(address)
    assert answer.status_code in (200, 405)
    assert on(ana) == {"News & offers", "Lessons"}
    assert not Consent.objects.exists()


def test_the_page_has_one_button_and_tells_nothing_about_whose_it_is(address: str) -> None:
    page = Client().get(address).content.decode()
    assert "Stop these emails?" in page
    assert "News &amp; offers" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert main.count("<button") == 1
    assert "ana" not in main.split('action="')[0].lower().replace("manage", "")
    assert "Receipts, payment problems and security notices are always sent." in main


def test_the_button_switches_off_exactly_that_topic(address: str, ana: Contact, ben: Contact) -> None:
    answer = Client(enforce_csrf_checks=True).post(address)
    assert answer.status_code == 200
    assert "You no longer get these emails" in answer.content.decode()
    assert (on(ana), on(ben)) == ({"Lessons"}, {"News & offers", "Lessons"})
    consent = Consent.objects.get()
    assert (consent.contact, consent.given, consent.way) == (ana, False, "unsubscribe_page")
    entry = Entry.objects.filter(verb="contact.topics_changed").latest("at", "id")
    assert (entry.actor_kind, entry.actor_id) == ("customer", ana.id)


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
def test_a_mail_programs_press_needs_no_token_no_cookie_and_no_redirect(address: str, ana: Contact, form: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if form == "multipart":
        answer = client.post(address, ONE_CLICK)
    else:
        answer = client.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert on(ana) == {"Lessons"}
    assert Consent.objects.get().way == "one_click"
    assert not client.cookies


def test_again_is_the_same_page_and_writes_nothing(address: str, ana: Contact) -> None:
    first = Client().post(address, ONE_CLICK)
    again = Client().post(address, ONE_CLICK)
    later = Client().get(address)
    assert first.content == again.content == later.content
    assert Consent.objects.count() == 1


def test_every_other_method_and_odd_bodies_do_no_harm(address: str, ana: Contact) -> None:
    for method in ("put", "delete", "patch"):
        assert getattr(Client(), method)(address).status_code == 405
    assert Client().post(address, b"\xff\xfe", content_type="application/json").status_code == 200
    assert on(ana) == {"Lessons"}


@pytest.mark.parametrize("token", ["none", "a.b", "x" * 500, "%2e%2e"])
def test_a_link_that_is_not_ours_says_so(token: str, ana: Contact, topics: list[Topic]) -> None:
    for answer in (Client().get(f"/unsubscribe/{token}/"), Client().post(f"/unsubscribe/{token}/", ONE_CLICK)):
        assert answer.status_code == 410
        assert "This link no longer works" in answer.content.decode()
    assert on(ana) == {"News & offers", "Lessons"}


def test_signed_in_as_that_contact_all_topics_are_one_step_away(address: str, ana: Contact, ben: Contact) -> None:
    link = 'href="/settings/#profile"'
    assert link in signed_in(ana).get(address).content.decode()
    assert link not in signed_in(ben).get(address).content.decode()
    assert link not in Client().get(address).content.decode()


def test_somebody_elses_browser_changes_the_one_the_link_names(address: str, ana: Contact, ben: Contact) -> None:
    signed_in(ben).post(address)
    assert (on(ana), on(ben)) == ({"Lessons"}, {"News & offers", "Lessons"})


def test_it_works_while_settings_are_closed_and_after_the_topic_was_archived(
    address: str, ana: Contact, topics: list[Topic]
) -> None:
    Site.objects.update(has_user_menu=False)
    archive_topic(topics[0], by=cast.OPERATOR)
    page = signed_in(ana).post(address).content.decode()
    assert "You no longer get these emails" in page
    assert "/settings/" not in page
    assert on(ana) == {"Lessons"}


def test_fixed_mail_is_never_stopped(address: str, ana: Contact, settings: Any) -> None:
    from portico.core.mail.models import Outgoing
    from portico.workflows import send_password_link

    Client().post(address, ONE_CLICK)
    send_password_link.run(ana, site=Site.objects.get())
    mail = Outgoing.objects.get()
    assert mail.to == "ana@example.org"
    assert "List-Unsubscribe" not in mail.headers
    assert "always sent" in mail.text
