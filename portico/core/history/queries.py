"""Reading history, newest first."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from portico.core.history.models import Entry


def list_entries(contact_id: UUID) -> QuerySet[Entry]:
    """What happened to one contact, with the values, in one statement."""
    return Entry.objects.filter(contact_id=contact_id).select_related("values_changed").order_by("-at", "-id")
