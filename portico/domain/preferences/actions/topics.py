"""The owner's topics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.preferences.checking import cleaned_topic
from portico.domain.preferences.errors import InvalidText, Stale
from portico.domain.preferences.models import Topic
from portico.domain.preferences.queries import list_topics

FIELDS = ("name", "about", "on_for_new")


def add_topic(*, name: str, about: str = "", on_for_new: bool = False, by: Actor) -> Topic:
    """A new topic, last in the list. Off for every contact there is; `on_for_new` counts for those added from now on.

    Raises InvalidText, also when a topic in use has that name.
    """
    values = cleaned_topic(name=name, about=about)
    last = Topic.objects.aggregate(last=Max("position"))["last"]
    topic = Topic(position=0 if last is None else last + 1, **values)
    _set_on_for_new(topic, on=on_for_new)
    with transaction.atomic(), _other_name():
        topic.save(force_insert=True)
        after = {field: getattr(topic, field) for field in FIELDS}
        record("topic.added", by=by, subject_id=topic.id, facts={"topic": topic.name}, after=after)
    return topic


def change_topic(topic: Topic, *, name: str, about: str, on_for_new: bool, expected_version: int, by: Actor) -> Topic:
    """Other words, or another setting for new customers. What contacts chose stays; nothing changed writes nothing.

    Raises InvalidText, and Stale when somebody saved since `expected_version`.
    """
    values: dict[str, object] = {**cleaned_topic(name=name, about=about), "on_for_new": on_for_new}
    changed = {field: value for field, value in values.items() if getattr(topic, field) != value}
    if not changed:
        return topic
    before = {field: getattr(topic, field) for field in changed}
    for field, value in changed.items():
        setattr(topic, field, value)
    if "on_for_new" in changed:
        _set_on_for_new(topic, on=on_for_new)
        changed["on_for_new_since"] = topic.on_for_new_since
    with transaction.atomic():
        with _other_name():
            _store(topic, expected_version, **changed)
        facts = {"topic": topic.name, "fields": sorted(before)}
        after = {field: changed[field] for field in before}
        record("topic.changed", by=by, subject_id=topic.id, facts=facts, before=before, after=after)
    return topic


def archive_topic(topic: Topic, *, by: Actor) -> None:
    """Offer it no longer. Choices and consents stay for when it is brought back. Archived already: nothing happens."""
    with transaction.atomic():
        if _switch(topic, archived=True):
            record("topic.archived", by=by, subject_id=topic.id, facts={"topic": topic.name})


def bring_back_topic(topic: Topic, *, by: Actor) -> None:
    """Offer it again, with the choices as they were. In use already: nothing happens.

    Raises InvalidText when another topic in use has its name by now.
    """
    with transaction.atomic(), _other_name():
        if _switch(topic, archived=False):
            record("topic.brought_back", by=by, subject_id=topic.id, facts={"topic": topic.name})


def move_topic(topic: Topic, *, up: bool, by: Actor) -> None:
    """Change places with the neighbour above or below; the first does not go up, the last not down."""
    with transaction.atomic():
        order = [row.id for row in list_topics().select_for_update()]
        if topic.id not in order:
            return
        place = order.index(topic.id)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(order):
            return
        order[place], order[other] = order[other], order[place]
        _number(order)
        record("topic.moved", by=by, subject_id=topic.id, facts={"topic": topic.name, "place": other + 1})


def _number(order: list[UUID]) -> None:
    for position, topic_id in enumerate(order):
        Topic.objects.filter(id=topic_id).exclude(position=position).update(position=position)


def _set_on_for_new(topic: Topic, *, on: bool) -> None:
    topic.on_for_new, topic.on_for_new_since = on, clock.now() if on else None


def _store(topic: Topic, expected_version: int, **values: object) -> None:
    found = Topic.objects.filter(id=topic.id, version=expected_version)
    if not found.update(version=expected_version + 1, **values):
        raise Stale
    topic.version = expected_version + 1


def _switch(topic: Topic, *, archived: bool) -> bool:
    topic.archived = archived
    return bool(Topic.objects.filter(id=topic.id).exclude(archived=archived).update(archived=archived))


@contextmanager
def _other_name() -> Iterator[None]:
    """Turn the database's refusal of a second topic of one name into words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise InvalidText({"name": _("There is a topic of this name already.")}) from error
