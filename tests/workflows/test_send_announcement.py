"""An announcement goes out: each who wants the topic gets one mail, with the way out of it; a killed worker changes
nothing about that.
"""

from __future__ import annotations

from collections import Counter
from email import message_from_string
from typing import Any

import pytest
from django.conf import settings

from portico.core.history import Actor
from portico.core.mail.models import Outgoing
from portico.core.mail.smtp import _message
from portico.core.queue import BULK
from portico.core.queue.models import Job
from portico.core.queue.running import run_due
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.announcements import stop_sending, write_announcement
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic
from portico.domain.preferences.errors import Stale
from portico.domain.preferences.models import Announcement, Topic, Way
from portico.domain.preferences.unsubscribing import read_unsubscribe_token
from portico.workflows import send_announcement
from tests import cast, racing
from tests.core.queue.conftest import Workers, workers  # noqa: F401  a fixture

BY = cast.OPERATOR
BODY = "Come <b>by</b>.\nSee https://kiln.example/open?a=1&b=2.\n\n<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_announcement, "BATCH", 2)
    monkeypatch.setattr(settings, "MAIL_TRANSPORT", "mailbox")


def wants(topic: Topic, *contacts: Contact) -> None:
    for contact in contacts:
        choose_topics(contact, wanted={topic.id: True}, way=Way.IMPORT, by=BY)


@pytest.fixture
def news(ana: Contact, ben: Contact, cy: Contact) -> Topic:
    row = add_topic(name="News & <offers>", by=BY)
    wants(row, ana, ben, cy)
    return row


@pytest.fixture
def draft(news: Topic) -> Announcement:
    return write_announcement(topic=news, subject="Kiln open", body=BODY, by=BY)


def begin(announcement: Announcement) -> None:
    send_announcement.run(Announcement.objects.get(id=announcement.id), expected_version=1, by=BY)


@pytest.mark.django_db
def test_each_who_wants_it_gets_one_and_nobody_else(draft: Announcement, dee: Contact) -> None:
    begin(draft)
    run_due()
    assert Counter(Outgoing.objects.values_list("to", flat=True)) == Counter(
        ["ana@example.org", "ben@example.org", "cy@example.org"]
    )
    assert Announcement.objects.get().state == "sent"
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"sent"}
    run_due()
    assert Outgoing.objects.count() == 3


@pytest.mark.django_db
def test_all_other_mail_goes_before_it(draft: Announcement) -> None:
    begin(draft)
    send_announcement.queue_next(str(draft.id))
    assert set(Job.objects.filter(kind="mail.send").values_list("priority", flat=True)) == {BULK}


@pytest.mark.django_db
def test_it_tells_how_to_stop_it_to_mail_programs_and_people(draft: Announcement, ana: Contact, news: Topic) -> None:
    begin(draft)
    run_due()
    mail = Outgoing.objects.get(to="ana@example.org")
    sent = message_from_string(_message(mail).message().as_string())
    address = sent["List-Unsubscribe"].replace("\n", "").strip()
    assert address.startswith(f"<{settings.ORIGIN}/unsubscribe/")
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = address.strip("<>")
    assert read_unsubscribe_token(link.split("/")[-2]) == (ana, news)
    assert link in mail.text
    assert f'switched on for you at Kiln. <a href="{link}">Stop these emails</a>' in mail.html
    assert "ana" not in link.removeprefix(settings.ORIGIN)
    assert "always sent" not in mail.text + mail.html
    tokens = {mail.headers["List-Unsubscribe"] for mail in Outgoing.objects.all()}
    assert len(tokens) == 3


@pytest.mark.django_db
def test_text_stays_text_and_addresses_become_links(draft: Announcement) -> None:
    begin(draft)
    run_due()
    mail = Outgoing.objects.get(to="ana@example.org")
    assert "Come &lt;b&gt;by&lt;/b&gt;.<br>" in mail.html
    assert '<a href="https://kiln.example/open?a=1&amp;b=2">https://kiln.example/open?a=1&amp;b=2</a>.' in mail.html
    assert "<script" not in mail.html
    assert "News &amp; &lt;offers&gt;" in mail.html
    assert "Hello Ana Lima," in mail.text
    assert "See https://kiln.example/open?a=1&b=2." in mail.text
    assert "News & <offers>" in mail.text
    assert mail.subject == "Kiln open"


@pytest.mark.django_db
def test_an_address_no_mail_can_be_written_to_holds_nobody_up(draft: Announcement, ben: Contact) -> None:
    Contact.objects.filter(id=ben.id).update(email_as_typed="b\ren@example.org")
    begin(draft)
    run_due()
    assert Announcement.objects.get().state == "sent"
    assert Outgoing.objects.count() == 2


@pytest.mark.django_db
def test_stopping_takes_back_what_waits(draft: Announcement) -> None:
    begin(draft)
    send_announcement.queue_next(str(draft.id))
    first = Outgoing.objects.order_by("id")[0]
    Outgoing.objects.filter(id=first.id).update(state=Outgoing.State.SENT)
    assert stop_sending(Announcement.objects.get(), by=BY) == 1
    run_due()
    stopped = Announcement.objects.get()
    assert (stopped.state, stopped.queued, stopped.total) == ("stopped", 1, 3)
    assert list(Outgoing.objects.all()) == [first]


@pytest.mark.django_db
def test_who_switches_off_while_it_waits_does_not_get_it(draft: Announcement, news: Topic) -> None:
    begin(draft)
    send_announcement.queue_next(str(draft.id))
    waiting = Outgoing.objects.all()[0]
    contact = Contact.objects.get(id=waiting.contact_id)
    choose_topics(contact, wanted={news.id: False}, way=Way.ONE_CLICK, by=Actor("customer", contact.id))
    run_due()
    assert Outgoing.objects.count() == 2
    assert not Outgoing.objects.filter(contact_id=contact.id).exists()


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_send_it_once(draft: Announcement) -> None:
    came = racing.in_threads(10, lambda _: begin(draft))
    assert [type(error) for error in came if error is not None] == [Stale] * 9
    run_due()
    assert Outgoing.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_batch_send_no_doubles(draft: Announcement) -> None:
    begin(draft)
    came = racing.in_threads(4, lambda _: send_announcement.queue_next(str(draft.id)))
    assert [error for error in came if error is not None] == []
    run_due()
    assert sorted(Counter(Outgoing.objects.values_list("contact_id", flat=True)).values()) == [1, 1, 1]


def test_a_worker_killed_in_the_middle_leaves_no_doubles_and_no_gaps(
    workers: Workers,  # noqa: F811
    transactional_db: Any,
) -> None:
    cast.open_site()
    news = add_topic(name="News", on_for_new=True, by=BY)
    people = [cast.contact(f"c{number}", f"Contact {number}") for number in range(160)]
    begin(write_announcement(topic=news, subject="Kiln open", body="Come.", by=BY))
    for least in (1, 60, 110):
        worker = workers.start(lease_seconds=1.5)
        workers.wait_for(lambda: Outgoing.objects.count() >= least, seconds=60)  # noqa: B023
        worker.kill()
        worker.wait()
    workers.start(lease_seconds=1.5)
    workers.wait_for(lambda: Announcement.objects.get().state == "sent", seconds=90)
    counted = Counter(Outgoing.objects.values_list("contact_id", flat=True))
    assert counted == Counter(contact.id for contact in people)
    assert Announcement.objects.get().queued == 160
