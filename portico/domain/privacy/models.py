"""Tables of privacy."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portico.core import clock, ids


class CopyState(models.TextChoices):
    """Where the making of a copy stands."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class DataCopy(models.Model):
    """One ZIP of everything we hold on a person: `done` of `total` parts are in it, `file` is a name in core.files."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_copies")
    state = models.CharField(max_length=10, choices=CopyState.choices, default=CopyState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField(default=clock.now)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(state="waiting"), name="one_copy_in_the_making"
            ),
        ]


class Deletion(models.Model):
    """A customer's wish to have their account deleted. Until `due_at` they may change their mind.

    Afterwards the row says when it was done and until when receipts are kept; it holds nothing personal.
    """

    contact = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="deletion")
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    kept_until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["done_at", "due_at"], name="deletions_due")]
