"""Announcements in the back office: written, looked at, counted, sent, stopped; and who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portico.core.mail.models import Outgoing
from portico.core.queue.running import run_due
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, archive_topic
from portico.domain.preferences.models import Announcement, Topic, Way
from portico.domain.team.models import Role
from portico.workflows import send_announcement
from tests import cast

As = Callable[[Contact], Client]
BY = cast.OPERATOR
pytestmark = pytest.mark.django_db
NEW = "/office/announcements/new/"


@pytest.fixture(autouse=True)
def _nothing_leaves(settings: Any) -> None:
    settings.MAIL_TRANSPORT = "mailbox"


@pytest.fixture
def news(ana: Contact, cy: Contact) -> Topic:
    row = add_topic(name="News & offers", by=BY)
    for contact in (ana, cy):
        choose_topics(contact, wanted={row.id: True}, way=Way.IMPORT, by=BY)
    return row


def write(client: Client, news: Topic, /, **sent: str) -> Any:
    data = {"topic": str(news.id), "subject": "Kiln open", "body": "Come.\n\nhttps://kiln.example/open", **sent}
    return client.post(NEW, data)


def made() -> Announcement:
    return Announcement.objects.select_related("topic").get()


def at(name: str = "", announcement: Announcement | None = None) -> str:
    suffix = f"_{name}" if name else ""
    return reverse(f"office_announcement{suffix}", kwargs={"announcement_id": (announcement or made()).id})


def test_written_looked_at_sent(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    assert f'value="{news.id}" selected' in client.get(f"{NEW}?topic={news.id}").content.decode()
    assert write(client, news)["Location"] == at()
    assert not Outgoing.objects.exists(), "saving sends nothing"
    page = client.get(at()).content.decode()
    assert "2 people want this topic and get it." in page
    assert "Send to 2 people" in page
    mail, text = page.split('<article class="mail')[1].split("</article>")[0], page.split("<pre")[1].split("</pre>")[0]
    assert '<a href="https://kiln.example/open">' in mail
    assert "Hello Dee Owner," in mail
    assert "Stop these emails" in mail
    assert "https://kiln.example/open" in text
    version = re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]
    assert client.post(at("send"), {"version": version}).status_code == 302
    assert client.post(at("send"), {"version": version}).status_code == 302, "a second press changes nothing"
    run_due()
    assert sorted(Outgoing.objects.values_list("to", flat=True)) == ["ana@example.org", "cy@example.org"]
    page = client.get(at()).content.decode()
    assert "Sent to 2 people." in page
    assert "Stop sending" not in page
    listed = client.get("/office/announcements/").content.decode()
    assert "Kiln open" in listed
    assert "By Dee Owner" in listed


def test_what_is_wrong_stands_at_its_field_and_keeps_what_was_typed(dee: Contact, news: Topic, as_: As) -> None:
    answer = write(as_(dee), news, subject="", body="Typed <b>")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_subject"' in html
    assert "Typed &lt;b&gt;" in html
    for topic in ("", "x", str(Topic(name="Never stored").id)):
        answer = write(as_(dee), news, topic=topic)
        assert answer.status_code == 422
        assert "Choose a topic." in answer.content.decode()
    html = write(as_(dee), news, topic="", subject="").content.decode()
    assert 'href="#id_topic"' in html
    assert 'href="#id_subject"' in html
    assert not Announcement.objects.exists()


def test_two_who_edit_one_draft_see_both_texts(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    write(client, news)
    sent = {"topic": str(news.id), "subject": "Kiln shut", "body": "No.", "version": "1"}
    assert client.post(at("edit"), sent).status_code == 302
    answer = client.post(at("edit"), {**sent, "subject": "Mine"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Kiln shut" in html
    assert 'value="Mine"' in html
    assert client.post(at("edit"), {**sent, "subject": "Mine", "version": "2"}).status_code == 302
    assert made().subject == "Mine"


def test_what_was_changed_since_it_was_looked_at_is_not_sent(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    write(client, news)
    sent = {"topic": str(news.id), "subject": "Other", "body": "No.", "version": "1"}
    client.post(at("edit"), sent)
    answer = client.post(at("send"), {"version": "1"})
    assert answer.status_code == 409
    assert "It was changed while you looked at it." in answer.content.decode()
    run_due()
    assert not Outgoing.objects.exists()


def test_progress_is_asked_for_while_it_is_sent_and_stop_works(
    dee: Contact, news: Topic, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send_announcement, "BATCH", 1)
    client = as_(dee)
    write(client, news)
    client.post(at("send"), {"version": "1"})
    send_announcement.queue_next(str(made().id))
    page = client.get(at()).content.decode()
    assert 'hx-trigger="every 2s"' in page
    piece = client.get(at(), headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert piece.strip().startswith('<section class="section" id="progress"')
    assert "1 of 2 people so far." in piece
    assert "1 email waits for the mail server." in piece
    assert client.post(at("stop")).status_code == 302
    run_due()
    assert not Outgoing.objects.exists()
    page = client.get(at()).content.decode()
    assert "Stopped" in page
    assert "every 2s" not in page


def test_a_draft_is_thrown_away_and_what_was_sent_is_not(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    write(client, news)
    assert client.post(at("remove"))["Location"] == "/office/announcements/"
    assert not Announcement.objects.exists()
    write(client, news)
    client.post(at("send"), {"version": "1"})
    assert client.post(at("remove"))["Location"] == at()
    assert client.get(at("edit"))["Location"] == at()
    assert Announcement.objects.exists()


def test_nobody_to_send_to_and_no_topic_are_said(dee: Contact, as_: As) -> None:
    client = as_(dee)
    assert "No topics yet" in client.get("/office/announcements/").content.decode()
    row = add_topic(name="News", by=BY)
    assert "No announcements yet" in client.get("/office/announcements/").content.decode()
    write(client, row)
    page = client.get(at()).content.decode()
    assert "Nobody wants this topic yet" in page
    assert "Send to" not in page
    archive_topic(row, by=BY)
    assert "Its topic is archived." in client.get(at()).content.decode()
    assert client.post(at("send"), {"version": "1"}).status_code == 409


def test_the_list_is_paged_newest_first(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    for number in range(27):
        write(client, news, subject=f"Number {number:02}")
    page = client.get("/office/announcements/").content.decode()
    assert re.findall(r"Number (\d\d)", page)[0] == "26"
    older = re.search(r'href="([^"]+)" rel="next"', page)[1]  # type: ignore[index]
    assert re.findall(r"Number (\d\d)", client.get(older).content.decode()) == ["01", "00"]


def test_nothing_in_it_runs(dee: Contact, news: Topic, as_: As) -> None:
    client = as_(dee)
    write(client, news, subject="<script>1</script>", body='<img src=x onerror=x>\n\nhttps://x.example/"><script>2')
    for address in (at(), at("edit"), "/office/announcements/"):
        page = client.get(address).content.decode()
        assert "<script>1" not in page
        assert "<script>2" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OWNER, 200), (Role.MANAGER, 200), (Role.SUPPORT, 403), (Role.READ_ONLY, 403)]
)
def test_owner_and_manager_send(role: Role, status: int, dee: Contact, news: Topic, as_: As) -> None:
    write(as_(dee), news)
    client = as_(cast.owner("fay", "Fay Team", role))
    for address in ("/office/announcements/", NEW, at(), at("edit")):
        assert client.get(address).status_code == status, address
    for address in (NEW, at("edit"), at("send"), at("stop"), at("remove")):
        assert (client.post(address).status_code == 403) is (status == 403), address
    menu = client.get("/office/contacts/").content.decode()
    assert ('href="/office/announcements/"' in menu) is (status == 200)


def test_for_customers_there_are_none(ana: Contact, dee: Contact, news: Topic, as_: As) -> None:
    write(as_(dee), news)
    for address in ("/office/announcements/", NEW, at(), at("edit"), at("send"), at("stop"), at("remove")):
        assert as_(ana).get(address).status_code == 404
        assert as_(ana).post(address).status_code == 404
        assert Client().post(address)["Location"].startswith("/sign-in/")
    assert as_(dee).get(at(announcement=Announcement())).status_code == 404
