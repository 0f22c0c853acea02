"""Reading topics, choices and announcements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from portico.core.mail.queries import count_mail
from portico.domain.contacts.models import Contact
from portico.domain.preferences.models import Announcement, AnnouncementMail, Consent, Topic, TopicChoice


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic, and whether one contact gets it."""

    topic: Topic
    is_on: bool
    is_chosen: bool
    """False while the owner's setting for new customers decides."""


def list_topics() -> QuerySet[Topic]:
    """The topics in use, in the owner's order."""
    return Topic.objects.filter(archived=False).order_by("position", "id")


def list_archived_topics() -> QuerySet[Topic]:
    """The topics no longer offered, by name."""
    return Topic.objects.filter(archived=True).order_by("name", "id")


def list_states(contact: Contact, topics: Collection[Topic] | None = None) -> list[TopicState]:
    """What the contact gets of those topics, else of all in use. Two statements however many there are."""
    shown = list(list_topics()) if topics is None else topics
    chosen = dict(TopicChoice.objects.filter(contact_id=contact.id, topic__in=shown).values_list("topic_id", "is_on"))
    return [
        TopicState(topic, chosen.get(topic.id, _gets_unasked(topic, contact.created_at)), topic.id in chosen)
        for topic in shown
    ]


def _gets_unasked(topic: Topic, added_at: datetime) -> bool:
    since = topic.on_for_new_since
    return topic.on_for_new and (since is None or added_at >= since)


def list_receivers(topic: Topic) -> QuerySet[Contact]:
    """Everybody who gets the topic, customers or not."""
    choices = TopicChoice.objects.filter(contact_id=OuterRef("id"), topic=topic)
    wanted = Q(Exists(choices.filter(is_on=True)))
    if topic.on_for_new:
        unasked = ~Exists(choices) & (Q(created_at__gte=topic.on_for_new_since) if topic.on_for_new_since else Q())
        wanted |= Q(unasked)
    return Contact.objects.filter(wanted, is_active=True)


def count_receivers(topics: Collection[Topic]) -> dict[UUID, int]:
    """How many contacts get each topic. Two statements however many topics, choices and contacts there are."""
    added_since = Q(topic__on_for_new_since=None) | Q(contact__created_at__gte=F("topic__on_for_new_since"))
    rows = TopicChoice.objects.filter(topic__in=topics, contact__is_active=True).values("topic_id").order_by()
    chosen = {
        row["topic_id"]: row for row in rows.annotate(on=Count("id", Q(is_on=True)), new=Count("id", added_since))
    }
    unasked = _count_new([topic for topic in topics if topic.on_for_new])
    none = {"on": 0, "new": 0}
    return {
        topic.id: chosen.get(topic.id, none)["on"]
        + (unasked[topic.id] - chosen.get(topic.id, none)["new"] if topic.id in unasked else 0)
        for topic in topics
    }


def _count_new(topics: Collection[Topic]) -> dict[UUID, int]:
    """How many contacts were added since each topic is on for new ones."""
    if not topics:
        return {}
    counts = {
        f"of_{i}": Count("id", Q(created_at__gte=topic.on_for_new_since) if topic.on_for_new_since else None)
        for i, topic in enumerate(topics)
    }
    found = Contact.objects.filter(is_active=True).aggregate(**counts)
    return {topic.id: found[f"of_{i}"] for i, topic in enumerate(topics)}


def list_consents(contact_id: UUID) -> QuerySet[Consent]:
    """What a contact agreed to and took back, newest first."""
    return Consent.objects.filter(contact_id=contact_id).order_by("-at", "-id")


def list_announcements() -> QuerySet[Announcement]:
    """Announcements with their topics, newest first."""
    return Announcement.objects.select_related("topic").order_by("-created_at", "-id")


def count_mails(announcement: Announcement) -> dict[str, int]:
    """The announcement's mails by state ("waiting", "sent", "failed"), as far as the outbox still keeps them."""
    ids = AnnouncementMail.objects.filter(announcement=announcement).values("outgoing_id")
    return count_mail(ids)
