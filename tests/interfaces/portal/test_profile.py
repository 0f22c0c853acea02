"""Profile: the time zone that dates follow, and notification preferences; one save, all of it or nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.core.history.models import Entry
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, archive_topic, change_topic
from portico.domain.preferences.models import Consent, Topic, TopicChoice, Way
from portico.domain.preferences.queries import list_states
from portico.domain.site.models import Site
from tests import cast
from tests.cast import signed_in
from tests.selling import sell

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BY = cast.OPERATOR


@pytest.fixture
def news(site: Site) -> Topic:
    return add_topic(name="News and offers", about="Once a month", by=BY)


@pytest.fixture
def lessons(site: Site) -> Topic:
    return add_topic(name="New lessons", by=BY)


def section(client: Client) -> str:
    return part(client.get("/settings/").content.decode())


def part(page: str) -> str:
    return page.split('<form class="section" id="profile"')[1].split("</form>", maxsplit=1)[0]


def version(html: str) -> str:
    return re.search(r'name="version" value="([0-9a-f]+)"', html)[1]  # type: ignore[index]


def save(client: Client, *, based_on: str = "", headers: Any = None, **sent: Any) -> Any:
    data = {"version": version(based_on or section(client)), **sent}
    return client.post("/settings/profile/", data, headers=headers or {})


def chosen(html: str) -> str:
    found = re.findall(r'<option value="([^"]*)"[^>]* selected', html)
    return found[0] if found else ""


def boxes(html: str) -> dict[str, bool]:
    """Each topic's box by its label."""
    found = re.findall(r'type="checkbox" id="id_topic_([^"]+)" name="topic" value="[^"]+"( checked)?', html)
    return {Topic.objects.get(id=pk).name: bool(checked) for pk, checked in found}


def test_the_labels_are_the_ones_customers_look_for(ana: Contact, news: Topic) -> None:
    html = section(signed_in(ana))
    assert '<label class="form-label" for="id_time_zone">Time zone</label>' in html
    assert ">Save profile</button>" in html
    assert "Upload a picture" in html
    assert ">News and offers</label>" in html
    assert "Once a month" in html


def test_nothing_is_chosen_that_nobody_chose(ana: Contact, news: Topic, lessons: Topic) -> None:
    add_topic(name="On for new", on_for_new=True, by=BY)
    eve = cast.customer("eve", "Eve New")
    assert boxes(section(signed_in(ana))) == {"News and offers": False, "New lessons": False, "On for new": False}
    assert boxes(section(signed_in(eve)))["On for new"]
    assert not Consent.objects.exists()


def test_what_is_always_sent_is_shown_and_cannot_be_switched_off(ana: Contact) -> None:
    html = section(signed_in(ana))
    for name, label in (
        ("receipts", "Receipts"),
        ("payments", "Payment problems"),
        ("security", "Security notices"),
    ):
        box = re.search(rf'<input[^>]*id="id_fixed_{name}"[^>]*>', html)
        assert box
        assert " checked" in box[0]
        assert " disabled" in box[0]
        assert f">{label}</label>" in html
    assert html.count("Always sent: ") == 3


def test_one_save_stores_zone_and_topics_with_their_proof(ana: Contact, news: Topic, lessons: Topic) -> None:
    client = signed_in(ana)
    answer = save(client, time_zone="Asia/Tokyo", topic=[str(news.id)])
    assert (answer.status_code, answer["Location"]) == (302, "/settings/#profile")
    html = section(client)
    assert "Saved at " in html
    assert chosen(html) == "Asia/Tokyo"
    assert boxes(html) == {"News and offers": True, "New lessons": False}
    assert "Saved at " not in section(client)
    consent = Consent.objects.get()
    assert (consent.topic, consent.given, consent.wording, consent.way) == (
        news,
        True,
        "News and offers: Once a month",
        "settings",
    )
    assert set(Entry.objects.values_list("verb", flat=True)) >= {"contact.time_zone_changed", "contact.topics_changed"}


def test_saving_what_is_saved_writes_nothing(ana: Contact, news: Topic) -> None:
    client = signed_in(ana)
    save(client, time_zone="Asia/Tokyo", topic=[str(news.id)])
    before = Entry.objects.count(), Consent.objects.count(), Contact.objects.get(id=ana.id).version
    save(client, time_zone="Asia/Tokyo", topic=[str(news.id)])
    assert (Entry.objects.count(), Consent.objects.count(), Contact.objects.get(id=ana.id).version) == before


def test_htmx_gets_the_section_alone_in_the_new_zone(ana: Contact) -> None:
    client = signed_in(ana)
    with time_machine.travel(datetime(2026, 11, 22, 13, 5, tzinfo=UTC)):
        html = save(client, time_zone="Asia/Tokyo", headers=HTMX).content.decode()
    assert html.strip().startswith('<form class="section" id="profile"')
    assert "<html" not in html
    assert "Saved at 22:05." in html
    assert "It is 22:05 there now" in html


def test_dates_follow_the_zone_and_name_it_but_receipts_keep_theirs(ana: Contact) -> None:
    client = signed_in(ana)
    with time_machine.travel(datetime(2026, 11, 22, 13, 5, tzinfo=UTC)):
        receipt = sell(ana)
        page = f"/receipts/{receipt.id}/"
        before = client.get(page).content.decode()
        save(client, time_zone="Pacific/Kiritimati")
        email_changes.ask(ana, new_email="new@example.org", by=BY)
        html = client.get("/settings/").content.decode()
        after = client.get(page).content.decode()
    assert "23 Nov 2026, 03:05 UTC+14" in html
    sheet = re.compile(r"<article.*?</article>", re.DOTALL)
    assert "Times are in Europe/Amsterdam." in sheet.findall(before)[0]
    assert sheet.findall(after)[0] == sheet.findall(before)[0]


def test_an_unknown_stored_zone_is_the_sites_and_is_left_alone(ana: Contact, site: Site) -> None:
    Contact.objects.filter(id=ana.id).update(time_zone="Mars/Phobos")
    client = signed_in(ana)
    with time_machine.travel(datetime(2026, 11, 22, 13, 5, tzinfo=UTC)):
        html = section(client)
        assert "It is 14:05 there now" in html  # the site is in Amsterdam
    assert chosen(html) == "Mars/Phobos"
    assert "Mars/Phobos (unknown, so the site&#39;s counts)" in html
    assert save(client, time_zone="Mars/Phobos").status_code == 302
    assert Contact.objects.get(id=ana.id).time_zone == "Mars/Phobos"
    assert save(client, time_zone="").status_code == 302
    assert Contact.objects.get(id=ana.id).time_zone == ""


def test_an_older_name_stays_as_it_was_stored(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(time_zone="Asia/Calcutta")
    html = section(signed_in(ana))
    assert chosen(html) == "Asia/Calcutta"
    assert ">Kolkata (UTC+5:30)</option>" in html


def test_the_browsers_zone_is_offered_only_to_who_has_none(ana: Contact) -> None:
    client = signed_in(ana)
    assert "data-browser-zone" in section(client)
    assert "As Kiln: Amsterdam, Netherlands (UTC+" in section(client)
    save(client, time_zone="Europe/Lisbon")
    assert "data-browser-zone" not in section(client)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_zone_that_is_none_is_refused_and_nothing_is_saved(ana: Contact, news: Topic, headers: Any) -> None:
    answer = save(signed_in(ana), time_zone="Mars/<b>", topic=[str(news.id)], headers=headers)
    html = part(answer.content.decode()) if not headers else answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_time_zone"' in html
    assert "Choose a time zone from the list." in html
    assert boxes(html) == {"News and offers": True}
    assert "<b>" not in html
    assert not TopicChoice.objects.exists()


def test_topics_that_are_not_offered_are_not_stored(ana: Contact, news: Topic, lessons: Topic) -> None:
    archive_topic(lessons, by=BY)
    answer = save(signed_in(ana), topic=[str(lessons.id), "x", "' OR 1=1", str(ana.id)])
    assert answer.status_code == 302
    assert not TopicChoice.objects.exists()


def test_an_old_tab_never_switches_a_topic_on_again(ana: Contact, news: Topic, lessons: Topic) -> None:
    client = signed_in(ana)
    save(client, topic=[str(news.id)])
    opened = section(client)
    choose_topics(ana, wanted={news.id: False}, way=Way.ONE_CLICK, by=BY)
    answer = save(client, based_on=opened, topic=[str(news.id), str(lessons.id)])
    html = part(answer.content.decode())
    assert answer.status_code == 409
    assert "Not saved yet: this was changed while this page was open." in html
    assert f'<a href="#id_topic_{news.id}">News and offers</a>' in html
    assert boxes(html) == {"News and offers": True, "New lessons": True}
    assert [row.is_on for row in TopicChoice.objects.filter(topic=news)] == [False]
    assert save(client, based_on=html, topic=[str(news.id), str(lessons.id)]).status_code == 302
    assert all(state.is_on for state in list_states(ana))


def test_a_zone_saved_elsewhere_is_shown_beside_what_was_chosen(ana: Contact) -> None:
    client = signed_in(ana)
    opened = section(client)
    save(client, time_zone="Asia/Tokyo")
    answer = save(client, based_on=opened, time_zone="Europe/Lisbon")
    html = part(answer.content.decode())
    assert answer.status_code == 409
    assert "Tokyo, Japan (UTC+9)" in html.split("<dl")[1].split("</dl>")[0]
    assert chosen(html) == "Europe/Lisbon"
    assert save(client, based_on=opened, time_zone="Asia/Tokyo").status_code == 302, "the same was saved already"


def test_other_words_than_those_shown_are_not_agreed_to(ana: Contact, news: Topic) -> None:
    client = signed_in(ana)
    opened = section(client)
    change_topic(news, name="News, offers and partners", about="", on_for_new=False, expected_version=1, by=BY)
    assert save(client, based_on=opened, topic=[str(news.id)]).status_code == 409
    assert not Consent.objects.exists()


def test_a_save_of_the_profile_makes_the_form_above_it_no_older(ana: Contact) -> None:
    client = signed_in(ana)
    form = {"full_name": "Ana Maria", "email": "ana@example.org", "version": ana.version, "details_number": 1}
    save(client, time_zone="Asia/Tokyo")
    assert client.post("/settings/contact/", form).status_code == 302
    assert Contact.objects.get(id=ana.id).full_name == "Ana Maria"


def test_words_of_a_topic_print_as_text(ana: Contact) -> None:
    add_topic(name="<script>alert(1)</script>", about='"><img src=x>', by=BY)
    html = section(signed_in(ana))
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_topics_cost_the_same_however_many(ana: Contact, news: Topic) -> None:
    client = signed_in(ana)
    section(client)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            section(client)
        return len(captured)

    with_one = statements()
    for number in range(15):
        row = add_topic(name=f"Topic {number}", by=BY)
        choose_topics(ana, wanted={row.id: number % 2 == 0}, way=Way.IMPORT, by=BY)
    assert statements() == with_one


def test_the_form_needs_its_token_and_a_customer(ana: Contact, cy: Contact) -> None:
    assert signed_in(ana, enforce_csrf_checks=True).post("/settings/profile/", {}).status_code == 403
    assert Client().post("/settings/profile/", {}).status_code == 302
    assert signed_in(ana).get("/settings/profile/").status_code == 405
