"""Tables of history. See the package for what each is for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from portico.core import clock, ids


class Entry(models.Model):
    """One change. `verb` is `room.what_happened` ("contact.details_changed"), also the type of a webhook."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    at = models.DateTimeField(default=clock.now)
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=200, blank=True)
    contact_id = models.UUIDField(null=True)  # whose record it concerns, if anyone's
    subject_id = models.CharField(max_length=60, blank=True)  # the changed row
    # Names of fields, counts, numbers of receipts: nothing personal, so that erasure can leave the entry.
    facts: models.Field[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact_id", "-at", "-id"], name="history_of_contact"),
            models.Index(fields=["-at", "-id"], name="history_by_time"),
        ]


class Values(models.Model):
    """What the changed fields were before and after. Personal, so apart from the entry: erasure deletes these rows."""

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="values_changed")
    before: models.Field[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    after: models.Field[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
