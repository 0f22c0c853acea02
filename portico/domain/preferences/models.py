"""Tables of preferences."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portico.core import clock, ids


class Topic(models.Model):
    """What the owner may write about. `name` and `about` are the words a customer consents to."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=300, blank=True)
    on_for_new = models.BooleanField(default=False)  # holds for contacts who never chose ...
    on_for_new_since = models.DateTimeField(null=True)  # ... and were added since then; empty: for all of them
    position = models.PositiveSmallIntegerField(default=0)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(archived=False), name="topics_in_use_have_names_of_their_own"
            ),
        ]

    @property
    def wording(self) -> str:
        """What a customer reads beside the box, on one line: the words of a consent."""
        return f"{self.name}: {self.about}" if self.about else self.name


class TopicChoice(models.Model):
    """What one contact chose for one topic. No row: they never chose, see `Topic.on_for_new`."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topic_choices")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="choices")
    is_on = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["contact", "topic"], name="one_choice_a_topic")]


class Way(models.TextChoices):
    """How a choice came about."""

    SETTINGS = "settings", _("in Settings")
    UNSUBSCRIBE_PAGE = "unsubscribe_page", _("by the link in an email")
    ONE_CLICK = "one_click", _("by the button of a mail program")  # RFC 8058
    TEAM = "team", _("by the team")
    IMPORT = "import", _("by an imported file")


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

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Stopped")


class Announcement(models.Model):
    """One mail from the owner to everybody who wants a topic.

    `queued` of `total` mails are in the outbox; `after_id` is the last contact whose mail is.
    """

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
    begun_at = models.DateTimeField(null=True)  # who was added later does not get it
    sent_at = models.DateTimeField(null=True)  # when the last mail came into the outbox

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="announcements_newest")]


class AnnouncementMail(models.Model):
    """That an announcement was put into the outbox for a contact. Once: the constraint keeps a repeat from doubling."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="mails")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="announcement_mails")
    outgoing_id = models.UUIDField(null=True)  # its row in core.mail; none for an address no mail can be written to

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announcement", "contact"], name="one_mail_an_announcement"),
        ]
