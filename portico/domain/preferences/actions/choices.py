"""What contacts choose, with the proof of it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.mail.actions import withdraw_mail
from portico.domain.contacts.models import Contact
from portico.domain.preferences.models import AnnouncementMail, Consent, Topic, TopicChoice, Way
from portico.domain.preferences.queries import TopicState, list_states


def choose_topics(contact: Contact, *, wanted: Mapping[UUID, bool], way: Way, by: Actor) -> list[Topic]:
    """Switch topics on and off, by their ids; gives those that changed. A repeat changes nothing.

    Each change leaves a consent with the words of today. Mail of a topic switched off that still waits in the outbox
    is taken back.
    """
    states = list_states(contact, list(Topic.objects.filter(id__in=wanted)))
    with transaction.atomic():
        changed = [state for state in states if wanted[state.topic.id] != state.is_on and _flip(contact, state)]
        if not changed:
            return []
        Consent.objects.bulk_create(_consent(contact, state, way) for state in changed)
        _take_back_mail(contact, [state.topic for state in changed if state.is_on])
        _record(contact, changed, way, by=by)
    return [state.topic for state in changed]


def _flip(contact: Contact, state: TopicState) -> bool:
    """Store the opposite of how it stands; False when somebody else just did."""
    choices = TopicChoice.objects.filter(contact_id=contact.id, topic=state.topic)
    if state.is_chosen:
        return bool(choices.filter(is_on=state.is_on).update(is_on=not state.is_on))
    values = {"is_on": not state.is_on}
    return TopicChoice.objects.get_or_create(contact_id=contact.id, topic=state.topic, defaults=values)[1]


def _consent(contact: Contact, before: TopicState, way: Way) -> Consent:
    return Consent(
        contact_id=contact.id, topic=before.topic, given=not before.is_on, wording=before.topic.wording, way=way
    )


def _take_back_mail(contact: Contact, off: list[Topic]) -> None:
    if off:
        mails = AnnouncementMail.objects.filter(contact_id=contact.id, announcement__topic__in=off)
        withdraw_mail(mails.values("outgoing_id"))


def _record(contact: Contact, changed: list[TopicState], way: Way, *, by: Actor) -> None:
    record(
        "contact.topics_changed",
        by=by,
        contact_id=contact.id,
        subject_id=contact.id,
        facts={"way": str(way), "topics": [str(state.topic.id) for state in changed]},
        before={state.topic.name: state.is_on for state in changed},
        after={state.topic.name: not state.is_on for state in changed},
    )
