"""The table of the outbox."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from portico.core import clock
from portico.core.ids import new_id


class Outgoing(models.Model):
    """One mail to one address. `message_id` is the same at each try: a mail sent twice is shown once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=100)
    contact_id = models.UUIDField(null=True, db_index=True)
    sender = models.CharField(max_length=500)
    reply_to = models.CharField(max_length=320, blank=True, default="")
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    message_id = models.CharField(max_length=320)
    sensitive = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at", "-id"], name="mail_newest")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
