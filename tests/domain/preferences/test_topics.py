"""The owner's topics: words, order, archive; and whom a new one reaches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portico.core import clock
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import (
    add_topic,
    archive_topic,
    bring_back_topic,
    change_topic,
    move_topic,
)
from portico.domain.preferences.errors import InvalidText, Stale
from portico.domain.preferences.models import Topic, Way
from portico.domain.preferences.queries import count_receivers, list_receivers, list_states, list_topics
from tests import cast

pytestmark = pytest.mark.django_db
BY = cast.OPERATOR


def topic(name: str = "News", **values: Any) -> Topic:
    return add_topic(name=name, by=BY, **values)


def names() -> list[str]:
    return [row.name for row in list_topics()]


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="topic.").order_by("at", "id").values_list("verb", flat=True))


def choose(contact: Contact, row: Topic, is_on: bool) -> list[Topic]:
    return choose_topics(contact, wanted={row.id: is_on}, way=Way.SETTINGS, by=BY)


def is_on(contact: Contact, row: Topic) -> bool:
    return list_states(contact, [Topic.objects.get(id=row.id)])[0].is_on


def test_a_topic_is_last_and_its_words_are_made_tidy() -> None:
    topic("One")
    row = topic("  Two  words ", about=" What\tcomes ")
    assert names() == ["One", row.name]
    assert (row.name, row.about) == ("Two words", "What comes")
    assert row.wording == "Two words: What comes"
    assert verbs() == ["topic.added", "topic.added"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "\u200b"}, "name"),
        ({"name": "n" * 121}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"name": "N", "about": "a" * 301}, "about"),
    ],
)
def test_wrong_words_are_refused_at_their_field(values: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidText) as refused:
        add_topic(**values, by=BY)
    assert set(refused.value.errors) == {field}
    assert not Topic.objects.exists()
    assert verbs() == []


def test_two_topics_in_use_never_have_one_name() -> None:
    old = topic("News")
    with pytest.raises(InvalidText):
        topic("NEWS")
    archive_topic(old, by=BY)
    new = topic("news")
    with pytest.raises(InvalidText):
        bring_back_topic(old, by=BY)
    other = topic("Other")
    with pytest.raises(InvalidText):
        change_topic(other, name="News", about="", on_for_new=False, expected_version=1, by=BY)
    assert names() == [new.name, "Other"]
    assert Topic.objects.get(id=old.id).archived


def test_a_change_is_written_once_and_a_stale_one_is_refused() -> None:
    row = topic("News")
    values = {"name": "Letters", "about": "", "on_for_new": False, "by": BY}
    change_topic(Topic.objects.get(), **values, expected_version=1)
    with pytest.raises(Stale):
        change_topic(row, **{**values, "name": "Others"}, expected_version=1)
    change_topic(Topic.objects.get(), **values, expected_version=1)
    assert names() == ["Letters"]
    assert verbs() == ["topic.added", "topic.changed"]


def test_order_changes_with_the_neighbour_and_stops_at_the_ends() -> None:
    one, two, three = (topic(name) for name in ("One", "Two", "Three"))
    move_topic(three, up=True, by=BY)
    assert names() == ["One", "Three", "Two"]
    move_topic(one, up=True, by=BY)
    move_topic(two, up=False, by=BY)
    assert names() == ["One", "Three", "Two"]
    move_topic(one, up=False, by=BY)
    assert names() == ["Three", "One", "Two"]
    assert verbs().count("topic.moved") == 2


def test_archived_topics_are_gone_and_come_back_with_their_choices(ana: Contact) -> None:
    row = topic("News")
    choose(ana, row, True)
    archive_topic(row, by=BY)
    archive_topic(row, by=BY)
    assert names() == []
    assert list_states(ana) == []
    bring_back_topic(row, by=BY)
    bring_back_topic(row, by=BY)
    assert list_states(ana)[0].is_on
    assert verbs() == ["topic.added", "topic.archived", "topic.brought_back"]


def test_on_for_new_customers_reaches_nobody_who_is_here_already(ana: Contact) -> None:
    row = topic("News", on_for_new=True)
    ben = cast.customer("ben", "Ben Okafor")
    assert (is_on(ana, row), is_on(ben, row)) == (False, True)
    choose(ana, row, True)
    choose(ben, row, False)
    assert (is_on(ana, row), is_on(ben, row)) == (True, False)


def test_switching_it_on_later_counts_from_then(ana: Contact) -> None:
    row = topic("News")
    with time_machine.travel(clock.now() + timedelta(days=1)):
        change_topic(row, name="News", about="", on_for_new=True, expected_version=1, by=BY)
        ben = cast.customer("ben", "Ben Okafor")
    assert (is_on(ana, row), is_on(ben, row)) == (False, True)
    change_topic(row, name="News", about="", on_for_new=False, expected_version=2, by=BY)
    assert not is_on(ben, row)


def test_receivers_and_their_count_are_those_whose_state_is_on(ana: Contact, cy: Contact) -> None:
    rows = [topic("Off"), topic("On", on_for_new=True), topic("Since ever")]
    Topic.objects.filter(id=rows[2].id).update(on_for_new=True, on_for_new_since=None)
    ben, eve = cast.customer("ben", "Ben Okafor"), cast.customer("eve", "Eve Late")
    for row in rows:
        choose(ana, row, True)
        choose(ben, row, False)
    gone = cast.customer("gone", "Gone Away")
    choose(gone, rows[0], True)
    Contact.objects.filter(id=gone.id).update(is_active=False)
    everybody = [ana, ben, cy, eve]
    rows = list(list_topics())
    for row in rows:
        assert set(list_receivers(row)) == {each for each in everybody if is_on(each, row)}
    assert count_receivers(rows) == {row.id: list_receivers(row).count() for row in rows}
    assert [count_receivers(rows)[row.id] for row in rows] == [1, 2, 3]


def test_counting_costs_two_statements(ana: Contact, django_assert_num_queries: Any) -> None:
    for number in range(6):
        choose(ana, topic(f"Topic {number}", on_for_new=number % 2 == 0), True)
    rows = list(list_topics())
    with django_assert_num_queries(2):
        count_receivers(rows)
    with django_assert_num_queries(2):
        list_states(ana)
