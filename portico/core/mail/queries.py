"""Reads of the outbox."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from portico.core.mail.models import Outgoing


def list_mail_to(contact_id: UUID) -> QuerySet[Outgoing]:
    """A contact's mails of the last 90 days, newest first."""
    return Outgoing.objects.filter(contact_id=contact_id).order_by("-created_at", "-id")


def list_mail() -> QuerySet[Outgoing]:
    """Every mail of the last 90 days, newest first: the demo's mailbox."""
    return Outgoing.objects.order_by("-created_at", "-id")
