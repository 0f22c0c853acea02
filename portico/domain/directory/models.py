"""Tables of the directory."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portico.core import clock


class Entry(models.Model):
    """One contact's place in the directory, or their choice not to have one.

    `sort_name` is a copy of the contact's, written with every change of it; it is empty while they are not listed.
    """

    contact = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="directory_entry"
    )
    is_listed = models.BooleanField(default=False)
    shows_links = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)  # the customer reads it
    hidden_by = models.CharField(max_length=200, blank=True)
    sort_name = models.CharField(max_length=254, blank=True)
    version = models.PositiveIntegerField(default=1)  # of the customer's choice; hiding leaves it
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["is_listed", "sort_name", "contact"], name="directory_by_name")]


class SearchRow(models.Model):
    """What an entry is found by, folded; only entries that are shown have one. Integer key: see `core.text_index`."""

    id = models.BigAutoField(primary_key=True)
    contact = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="directory_search_row")
    text = models.TextField()
