"""What contacts choose: one row a topic, one consent a change, and proof in the words of the day."""

from __future__ import annotations

from typing import Any

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic, change_topic
from portico.domain.preferences.models import Consent, Topic, TopicChoice, Way
from portico.domain.preferences.queries import list_consents, list_states
from tests import cast, racing

BY = cast.OPERATOR


@pytest.fixture
def news(ana: Contact) -> Topic:
    return add_topic(name="News", about="Once a month", by=BY)


def choose(contact: Contact, wanted: dict[Any, bool], way: Way = Way.SETTINGS) -> list[Topic]:
    return choose_topics(contact, wanted=wanted, way=way, by=Actor("customer", contact.id))


@pytest.mark.django_db
def test_a_change_is_stored_with_its_words_time_and_way(ana: Contact, news: Topic) -> None:
    assert choose(ana, {news.id: True}) == [news]
    assert TopicChoice.objects.get().is_on
    consent = Consent.objects.get()
    assert (consent.given, consent.wording, consent.way) == (True, "News: Once a month", "settings")
    entry = Entry.objects.get(verb="contact.topics_changed")
    assert (entry.contact_id, entry.actor_kind, entry.facts["way"]) == (ana.id, "customer", "settings")
    assert (entry.values_changed.before, entry.values_changed.after) == ({"News": False}, {"News": True})


@pytest.mark.django_db
def test_only_what_changed_is_written(ana: Contact, news: Topic) -> None:
    other = add_topic(name="Other", by=BY)
    assert choose(ana, {news.id: False, other.id: False}) == []
    assert not TopicChoice.objects.exists()
    assert not Consent.objects.exists()
    choose(ana, {news.id: True, other.id: False})
    choose(ana, {news.id: True, other.id: False})
    assert [(row.topic_id, row.given) for row in Consent.objects.all()] == [(news.id, True)]
    assert Entry.objects.filter(verb="contact.topics_changed").count() == 1


@pytest.mark.django_db
def test_consents_keep_the_words_they_were_given_to(ana: Contact, news: Topic) -> None:
    choose(ana, {news.id: True})
    change_topic(news, name="News and offers", about="", on_for_new=False, expected_version=1, by=BY)
    choose(ana, {news.id: False}, Way.ONE_CLICK)
    assert [(row.given, row.wording, row.way) for row in list_consents(ana.id)] == [
        (False, "News and offers", "one_click"),
        (True, "News: Once a month", "settings"),
    ]


@pytest.mark.django_db
def test_an_unknown_topic_changes_nothing(ana: Contact, ben: Contact, news: Topic) -> None:
    assert choose(ana, {ben.id: True}) == []
    assert not TopicChoice.objects.exists()


@pytest.mark.django_db
def test_another_contact_is_not_touched(ana: Contact, ben: Contact, news: Topic) -> None:
    choose(ana, {news.id: True})
    assert not list_states(ben)[0].is_on
    assert not Consent.objects.filter(contact=ben).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_row", [False, True])
def test_many_presses_at_once_leave_one_consent(ana: Contact, news: Topic, has_row: bool) -> None:
    if has_row:
        TopicChoice.objects.create(contact=ana, topic=news, is_on=False)
    changed = racing.in_threads(6, lambda _: len(choose(Contact.objects.get(id=ana.id), {news.id: True})))
    assert sorted(changed) == [0, 0, 0, 0, 0, 1]
    assert (TopicChoice.objects.count(), Consent.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_no_mail_but_that_of_the_topic_is_taken_back(ana: Contact, news: Topic) -> None:
    from portico.core.mail import send_mail

    choose(ana, {news.id: True})
    send_mail(to=ana.email, subject="Receipt", text="R", kind="receipt", contact_id=ana.id)
    choose(ana, {news.id: False})
    assert Outgoing.objects.count() == 1
