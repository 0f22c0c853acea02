"""Tables of preferences."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portico.core import clock, ids


class Topic(models.Model):
    """What the owner may write about. `name` and `about` are the words a customer consents to."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    on_for_new = models.BooleanField(default=False)  # what holds for contacts who never chose
    position = models.PositiveSmallIntegerField(default=0)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)


class TopicChoice(models.Model):
    """What one contact chose for one topic. No row: the topic's `on_for_new` holds."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topic_choices")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="choices")
    is_on = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["contact", "topic"], name="one_choice_a_topic")]


class Way(models.TextChoices):
    """How a choice came about."""

    SETTINGS = "settings"
    UNSUBSCRIBE_PAGE = "unsubscribe_page"
    ONE_CLICK = "one_click"  # RFC 8058, pressed in a mail program
    TEAM = "team"
    IMPORT = "import"


class Consent(models.Model):
    """Proof: what a contact agreed to or took back, in which words, when and how. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="consents")
    given = models.BooleanField()
    wording = models.CharField(max_length=500)
    way = models.CharField(max_length=20, choices=Way.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact", "-at"], name="consents_of_contact")]


class AnnouncementState(models.TextChoices):
    """Where an announcement stands."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"


class Announcement(models.Model):
    """One mail from the owner to everybody who wants a topic. `after_id` is how far the worker has come."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="announcements")
    subject = models.CharField(max_length=150)
    body = models.TextField(max_length=20_000)
    state = models.CharField(max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.DRAFT)
    by_label = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    after_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
