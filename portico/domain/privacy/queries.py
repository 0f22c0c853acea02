"""Reading the two requests."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from portico.core import clock
from portico.core.rows import find_row
from portico.domain.contacts.models import Contact
from portico.domain.privacy.models import CopyState, DataCopy, Deletion


def find_newest_copy(contact: Contact) -> DataCopy | None:
    """The copy that was asked for last, unless its week is over."""
    sql = "SELECT * FROM privacy_datacopy WHERE contact_id = %s ORDER BY asked_at DESC LIMIT 1"
    copy = find_row(DataCopy, sql, contact.id)
    is_over = copy is not None and copy.expires_at is not None and copy.expires_at <= clock.now()
    return None if is_over else copy


def find_own_copy(contact: Contact, copy_id: UUID) -> DataCopy | None:
    """A copy that may be downloaded: theirs, ready, not older than a week."""
    ready = DataCopy.objects.filter(state=CopyState.READY, expires_at__gt=clock.now())
    return ready.filter(id=copy_id, contact=contact).first()


def list_expired_copies() -> QuerySet[DataCopy]:
    """Copies whose week is over."""
    return DataCopy.objects.filter(expires_at__lte=clock.now())


def find_deletion(contact: Contact) -> Deletion | None:
    """The deletion that waits, if one does."""
    return find_row(Deletion, "SELECT * FROM privacy_deletion WHERE contact_id = %s AND done_at IS NULL", contact.id)


def list_due_deletions() -> QuerySet[Deletion]:
    """Deletions whose week to think is over."""
    return Deletion.objects.filter(done_at=None, due_at__lte=clock.now()).select_related("contact")


def list_over_retention() -> QuerySet[Deletion]:
    """Deleted accounts whose receipts need not be kept any longer."""
    return Deletion.objects.filter(done_at__isnull=False, kept_until__lt=clock.now().date()).select_related("contact")
