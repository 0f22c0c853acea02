"""An announcement goes out: begun by the team, put into the outbox by the worker in batches, stopped by the team.

Its mails wait behind all others: codes, links and receipts are never held up by it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import translation

from portico.core.history import Actor
from portico.core.mail import HeaderRefused
from portico.core.queue import BULK, enqueue, job
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.announcements import begin_sending, queue_batch
from portico.domain.preferences.models import Announcement
from portico.domain.site.queries import get_site
from portico.workflows.letters.announcement import announcement_letter
from portico.workflows.letters.letter import send_letter

BATCH: Final = 50  # a transaction of a few tenths of a second: others that write wait no longer


def run(announcement: Announcement, *, expected_version: int, by: Actor) -> None:
    """Begin sending; the worker does it. Raises Stale when the draft is not the one that was seen."""
    with transaction.atomic():
        begin_sending(announcement, expected_version=expected_version, by=by)
        _go_on(announcement.id)


@job("announcement.queue", max_attempts=20)
def queue_next(announcement_id: str) -> None:
    """Put the next mails into the outbox; the job for those after them is written with them, or not at all."""
    with translation.override(get_site().language), transaction.atomic():
        if queue_batch(UUID(announcement_id), most=BATCH, queue=_queue):
            _go_on(UUID(announcement_id))


def _go_on(announcement_id: UUID) -> None:
    key = f"announcement:{announcement_id}"
    enqueue("announcement.queue", {"announcement_id": str(announcement_id)}, priority=BULK, once_key=key)


def _queue(announcement: Announcement, contact: Contact) -> UUID | None:
    letter = announcement_letter(announcement.topic, contact, subject=announcement.subject, body=announcement.body)
    try:
        mail = send_letter(letter, to=contact.email_as_typed, contact=contact, site=get_site())
    except HeaderRefused:  # an address from a file that no mail can be written to; the others get theirs
        return None
    return mail.id
