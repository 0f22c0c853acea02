"""Reads of the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from portico.core.mail.models import Outgoing


def list_mail_to(contact_id: UUID) -> QuerySet[Outgoing]:
    """A contact's mails of the last 90 days, newest first."""
    return Outgoing.objects.filter(contact_id=contact_id).order_by("-created_at", "-id")


def list_mail() -> QuerySet[Outgoing]:
    """Every mail of the last 90 days, newest first: the demo's mailbox."""
    return Outgoing.objects.order_by("-created_at", "-id")


def count_mail(ids: Iterable[UUID] | QuerySet[Any]) -> dict[str, int]:
    """How many of the mails are in each state ("waiting", "sent", "failed")."""
    counted = Outgoing.objects.filter(id__in=ids).values_list("state").annotate(count=Count("id"))
    return dict(counted.order_by())
