"""Writes of the two requests."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.queue import BULK, enqueue
from portico.domain.contacts.models import Contact
from portico.domain.privacy.models import CopyState, DataCopy, Deletion

COPY_FOR = timedelta(days=7)
THINK_FOR = timedelta(days=7)


def ask_for_copy(contact: Contact, *, by: Actor) -> DataCopy:
    """Have a copy made in the background. One that is being made already is given back."""
    with transaction.atomic():
        copy, is_new = DataCopy.objects.get_or_create(contact=contact, state=CopyState.WAITING)
        if is_new:
            enqueue("privacy.make_copy", {"copy_id": str(copy.id)}, priority=BULK)
            record("privacy.copy_asked", by=by, contact_id=contact.id, subject_id=copy.id)
    return copy


def note_progress(copy: DataCopy, *, done: int, total: int) -> None:
    """How far the making has come."""
    DataCopy.objects.filter(id=copy.id).update(done=done, total=total)


def finish_copy(copy: DataCopy, *, file: str, size_bytes: int) -> bool:
    """The file is there, for a week. False when another worker was first, or the request is gone."""
    now = clock.now()
    waiting = DataCopy.objects.filter(id=copy.id, state=CopyState.WAITING)
    return bool(
        waiting.update(state=CopyState.READY, file=file, size_bytes=size_bytes, ready_at=now, expires_at=now + COPY_FOR)
    )


def give_up_copy(copy: DataCopy) -> None:
    """It could not be made; the customer may ask again."""
    DataCopy.objects.filter(id=copy.id, state=CopyState.WAITING).update(state=CopyState.FAILED)


def ask_for_deletion(contact: Contact, *, by: Actor) -> tuple[Deletion, bool]:
    """Have the account deleted in a week. Asked already: the first request stands, and nothing is new (False)."""
    with transaction.atomic():
        now = clock.now()
        wanted = {"asked_at": now, "due_at": now + THINK_FOR}
        deletion, is_new = Deletion.objects.get_or_create(contact=contact, defaults=wanted)
        if is_new:
            record("privacy.deletion_asked", by=by, contact_id=contact.id, subject_id=contact.id)
    return deletion, is_new


def withdraw_deletion(contact: Contact, *, by: Actor) -> bool:
    """Keep the account. False when no deletion waits."""
    with transaction.atomic():
        withdrawn = Deletion.objects.filter(contact=contact, done_at=None).delete()[0]
        if withdrawn:
            record("privacy.deletion_withdrawn", by=by, contact_id=contact.id, subject_id=contact.id)
    return bool(withdrawn)


def note_deleted(deletion: Deletion, *, kept_until: date | None) -> None:
    """It is done; receipts, if there are any, are kept until that day."""
    Deletion.objects.filter(pk=deletion.pk).update(done_at=clock.now(), kept_until=kept_until)
