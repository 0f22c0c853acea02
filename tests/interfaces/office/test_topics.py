"""Notification topics on the Site page, and on the page of a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, archive_topic, change_topic
from portico.domain.preferences.models import Topic, Way
from portico.domain.preferences.queries import list_topics
from portico.domain.team.models import Role
from tests import cast

As = Callable[[Contact], Client]
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
BY = cast.OPERATOR
pytestmark = pytest.mark.django_db


def section(client: Client) -> str:
    return part(client.get(reverse("office_site")).content.decode())


def part(page: str) -> str:
    return page.split('<section class="section" id="topics"')[1].split("</section>", maxsplit=1)[0]


def add(client: Client, headers: Any = None, **sent: str) -> Any:
    return client.post(reverse("office_site_topics"), sent, headers=headers or {})


def at(name: str, topic: Topic) -> str:
    return reverse(f"office_site_{name}", kwargs={"topic_id": topic.id})


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_topic_is_added_with_its_words(dee: Contact, as_: As, headers: Any) -> None:
    client = as_(dee)
    answer = add(client, headers, topic_name="Live sessions", topic_about="An hour before", on_for_new="on")
    html = answer.content.decode() if headers else section(client)
    assert "Added. Customers find it in Settings." in html
    assert "<html" not in html
    assert "Live sessions" in html
    assert "An hour before" in html
    assert "0 people get it. On for new customers." in " ".join(html.split())
    assert "Added." not in section(client)
    assert list_topics().get().on_for_new


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_what_is_wrong_stands_at_its_field_and_keeps_what_was_typed(dee: Contact, as_: As, headers: Any) -> None:
    client = as_(dee)
    answer = add(client, headers, topic_name="", topic_about="Typed <b>")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_topic_name-error"' in html
    assert 'href="#id_topic_name"' in html
    assert "Typed &lt;b&gt;" in html
    add_topic(name="Same", by=BY)
    assert "There is a topic of this name already." in add(client, topic_name="same").content.decode()
    assert Topic.objects.count() == 1


def test_order_archive_and_return_without_script(dee: Contact, as_: As) -> None:
    client = as_(dee)
    one, two = (add_topic(name=name, by=BY) for name in ("One", "Two"))
    client.post(at("topic_move", two), {"to": "up"})
    assert [row.name for row in list_topics()] == ["Two", "One"]
    client.post(at("topic_archive", one))
    html = section(client)
    assert "Archived." in html
    assert "Show 1 archived topic" in html
    client.post(at("topic_bring_back", one))
    assert "Brought back" in section(client)
    archive_topic(one, by=BY)
    add_topic(name="ONE", by=BY)
    client.post(at("topic_bring_back", one))
    assert "Not brought back" in section(client)
    assert client.post(at("topic_move", two), {"to": "down"}, headers=HTMX).content.decode().count("Moved.") == 1


def test_words_are_edited_and_a_stale_edit_shows_both(dee: Contact, as_: As) -> None:
    client, row = as_(dee), add_topic(name="News", by=BY)
    assert 'value="News"' in client.get(at("topic", row)).content.decode()
    change_topic(row, name="Meanwhile", about="", on_for_new=False, expected_version=1, by=BY)
    sent = {"topic_name": "Mine", "topic_about": "", "version": "1"}
    answer = client.post(at("topic", row), sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Now saved: Meanwhile." in html
    assert 'value="Mine"' in html
    assert client.post(at("topic", row), {**sent, "version": "2"}).status_code == 302
    assert list_topics().get().name == "Mine"
    assert client.post(at("topic", row), {"topic_name": " ", "version": "3"}).status_code == 422


def test_who_may_only_read_gets_no_forms(as_: As) -> None:
    add_topic(name="News", by=BY)
    cast.open_site()
    html = section(as_(cast.owner("sue", "Sue Support", Role.SUPPORT)))
    assert "News" in html
    assert "<form" not in html
    assert "Write announcement" not in html
    manager = section(as_(cast.owner("max", "Max Manager", Role.MANAGER)))
    assert "Write announcement" in manager
    assert "<form" not in manager


def test_an_unknown_topic_does_not_exist(dee: Contact, ana: Contact, as_: As) -> None:
    row = Topic(name="Never stored")
    for name in ("topic", "topic_archive", "topic_bring_back", "topic_move"):
        assert as_(dee).post(at(name, row)).status_code == 404
        assert as_(ana).post(at(name, row)).status_code == 404


def test_words_of_a_topic_print_as_text(dee: Contact, as_: As) -> None:
    row = add_topic(name="<script>x</script>", about='"><img src=x>', by=BY)
    for html in (section(as_(dee)), as_(dee).get(at("topic", row)).content.decode()):
        assert "<script>x" not in html
        assert "<img src=x" not in html


def test_topics_cost_the_page_a_constant_number_of_statements(dee: Contact, as_: As) -> None:
    client = as_(dee)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            section(client)
        return len(captured)

    add_topic(name="One", on_for_new=True, by=BY)
    section(client)
    with_one = statements()
    for number in range(12):
        row = add_topic(name=f"Topic {number}", on_for_new=True, by=BY)
        choose_topics(cast.contact(f"c{number}", "C"), wanted={row.id: False}, way=Way.IMPORT, by=BY)
    assert statements() == with_one


def test_the_page_of_a_contact_shows_what_they_get_and_agreed_to(ana: Contact, dee: Contact, as_: As) -> None:
    rows = {name: add_topic(name=name, about="Words", by=BY) for name in ("News", "Lessons")}
    choose_topics(ana, wanted={rows["News"].id: True}, way=Way.SETTINGS, by=BY)
    choose_topics(ana, wanted={rows["News"].id: False}, way=Way.ONE_CLICK, by=BY)
    choose_topics(ana, wanted={rows["Lessons"].id: True}, way=Way.UNSUBSCRIBE_PAGE, by=BY)
    client = as_(dee)
    html = part(client.get(reverse("office_contact", kwargs={"contact_id": ana.id})).content.decode())
    assert "<form" not in html
    plain = " ".join(html.split())
    assert plain.index("News") < plain.index("Lessons")
    assert "by the button of a mail program" in html
    assert html.count("Agreed") == 2
    assert html.count("Took back") == 1
    assert "News: Words" in html


def test_history_says_which_topics_changed(ana: Contact, dee: Contact, as_: As) -> None:
    row = add_topic(name="country", by=BY)  # called like a field of an address
    choose_topics(ana, wanted={row.id: True}, way=Way.SETTINGS, by=BY)
    html = as_(dee).get(reverse("office_contact", kwargs={"contact_id": ana.id})).content.decode()
    entry = html.split("Notification preferences changed")[1].split("</li>")[0]
    assert "<dt>country</dt>" in entry
    assert "<bdi>Off</bdi>" in entry
    assert "<bdi>On</bdi>" in entry
