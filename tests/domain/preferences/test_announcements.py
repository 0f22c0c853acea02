"""Announcements: drafts, batches that never double, stop."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from portico.core import clock, ids
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.announcements import (
    begin_sending,
    change_announcement,
    queue_batch,
    remove_draft,
    stop_sending,
    write_announcement,
)
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, archive_topic
from portico.domain.preferences.errors import InvalidText, Stale
from portico.domain.preferences.models import Announcement, AnnouncementMail, Topic, Way
from tests import cast

pytestmark = pytest.mark.django_db
BY = cast.OPERATOR


@pytest.fixture
def news(ana: Contact, ben: Contact, cy: Contact) -> Topic:
    """A topic that Ana, Ben and Cy want."""
    row = add_topic(name="News", by=BY)
    for contact in (ana, ben, cy):
        choose_topics(contact, wanted={row.id: True}, way=Way.IMPORT, by=BY)
    return row


@pytest.fixture
def draft(news: Topic) -> Announcement:
    return write_announcement(topic=news, subject="Kiln open", body="Come.\r\n\r\n\r\nSoon.", by=BY)


def now(announcement: Announcement) -> Announcement:
    return Announcement.objects.select_related("topic").get(id=announcement.id)


def batch(announcement: Announcement, most: int, got: list[Contact] | None = None) -> list[Contact]:
    def queue(_: Announcement, contact: Contact) -> Any:
        if got is not None:
            got.append(contact)
        return ids.new_id()

    return list(queue_batch(announcement.id, most=most, queue=queue))


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__startswith="announcement.").order_by("at", "id")
    return [verb.partition(".")[2] for verb in found.values_list("verb", flat=True)]


def test_a_draft_is_written_changed_and_thrown_away(draft: Announcement, news: Topic) -> None:
    assert draft.body == "Come.\n\nSoon."
    change_announcement(draft, topic=news, subject="Kiln shut", body="No.", expected_version=1, by=BY)
    change_announcement(now(draft), topic=news, subject="Kiln shut", body="No.", expected_version=2, by=BY)
    with pytest.raises(Stale):
        change_announcement(draft, topic=news, subject="Other", body="No.", expected_version=1, by=BY)
    assert (now(draft).subject, now(draft).version) == ("Kiln shut", 2)
    remove_draft(draft, by=BY)
    remove_draft(draft, by=BY)
    assert verbs() == ["written", "changed", "removed"]


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [("", "B", "subject"), ("S", " \n ", "body"), ("S" * 151, "B", "subject"), ("S", "b" * 20_001, "body"),
     ("S\u202e", "B", "subject"), ("S", "b\x00", "body")],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_field(news: Topic, subject: str, body: str, field: str) -> None:
    with pytest.raises(InvalidText) as refused:
        write_announcement(topic=news, subject=subject, body=body, by=BY)
    assert set(refused.value.errors) == {field}


def test_a_subject_is_one_line_whatever_was_pasted(news: Topic) -> None:
    made = write_announcement(topic=news, subject="One\r\nBcc: x@y.example", body="B", by=BY)
    assert made.subject == "One Bcc: x@y.example"


def test_sending_begins_once_and_only_with_what_was_seen(draft: Announcement) -> None:
    with pytest.raises(Stale):
        begin_sending(now(draft), expected_version=7, by=BY)
    begin_sending(now(draft), expected_version=1, by=BY)
    with pytest.raises(Stale):
        begin_sending(now(draft), expected_version=1, by=BY)
    with pytest.raises(Stale):
        change_announcement(now(draft), topic=draft.topic, subject="X", body="Y", expected_version=2, by=BY)
    with pytest.raises(Stale):
        remove_draft(draft, by=BY)
    assert (now(draft).state, now(draft).total) == ("sending", 3)
    assert verbs() == ["written", "begun"]


def test_nothing_is_sent_to_an_archived_topic(draft: Announcement) -> None:
    archive_topic(draft.topic, by=BY)
    with pytest.raises(Stale):
        begin_sending(now(draft), expected_version=1, by=BY)


def test_batches_reach_everybody_once_and_end(draft: Announcement, ana: Contact, ben: Contact, cy: Contact) -> None:
    begin_sending(draft, expected_version=1, by=BY)
    got: list[Contact] = []
    sizes = [len(batch(draft, 2, got)) for _ in range(4)]
    assert sizes == [2, 1, 0, 0]
    assert sorted(got, key=str) == sorted([ana, ben, cy], key=str)
    assert (now(draft).state, now(draft).queued, now(draft).total) == ("sent", 3, 3)
    assert now(draft).sent_at is not None
    assert verbs() == ["written", "begun", "sent"]


def test_a_batch_that_fails_leaves_nothing_and_is_done_again(draft: Announcement) -> None:
    begin_sending(draft, expected_version=1, by=BY)
    calls = []

    def breaks(_: Announcement, contact: Contact) -> Any:
        calls.append(contact)
        if len(calls) == 2:
            raise RuntimeError
        return ids.new_id()

    with pytest.raises(RuntimeError):
        queue_batch(draft.id, most=3, queue=breaks)
    assert not AnnouncementMail.objects.exists()
    assert now(draft).queued == 0
    assert len(batch(draft, 3)) == 3


def test_the_database_refuses_a_second_mail_to_one_contact(draft: Announcement, ana: Contact) -> None:
    AnnouncementMail.objects.create(announcement=draft, contact=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnouncementMail.objects.create(announcement=draft, contact=ana)


def test_who_has_it_is_passed_over_even_if_the_place_was_lost(draft: Announcement) -> None:
    begin_sending(draft, expected_version=1, by=BY)
    first = batch(draft, 2)
    Announcement.objects.filter(id=draft.id).update(after_id=None)
    assert set(batch(draft, 5)).isdisjoint(first)


def test_choices_made_while_it_is_sent_count_and_later_contacts_wait_for_the_next(draft: Announcement) -> None:
    begin_sending(draft, expected_version=1, by=BY)
    first = batch(draft, 1)[0]
    last = Contact.objects.filter(topic_choices__is_on=True).order_by("-id").exclude(id=first.id)[0]
    choose_topics(last, wanted={draft.topic_id: False}, way=Way.SETTINGS, by=BY)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        late = cast.contact("late", "Late Comer")
        choose_topics(late, wanted={draft.topic_id: True}, way=Way.IMPORT, by=BY)
    rest = batch(draft, 10)
    assert last not in rest
    assert late not in rest
    assert len(rest) == 1
    batch(draft, 10)
    assert (now(draft).state, now(draft).total) == ("sent", 2)


def test_stopped_is_for_good(draft: Announcement) -> None:
    begin_sending(draft, expected_version=1, by=BY)
    batch(draft, 1)
    stop_sending(draft, by=BY)
    stop_sending(draft, by=BY)
    assert batch(draft, 5) == []
    assert (now(draft).state, now(draft).queued) == ("stopped", 1)
    assert verbs() == ["written", "begun", "stopped"]


def test_a_draft_cannot_be_stopped(draft: Announcement) -> None:
    assert stop_sending(draft, by=BY) == 0
    assert now(draft).state == "draft"
