"""Announcements: written, changed while they are drafts, begun, put into the outbox, stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.history.actor import CLOCK
from portico.core.mail.actions import withdraw_mail
from portico.domain.contacts.models import Contact
from portico.domain.preferences.checking import cleaned_announcement
from portico.domain.preferences.errors import Stale
from portico.domain.preferences.models import Announcement, AnnouncementMail, AnnouncementState, Topic
from portico.domain.preferences.queries import list_receivers


def write_announcement(*, topic: Topic, subject: str, body: str, by: Actor) -> Announcement:
    """A new draft. Raises InvalidText."""
    values = cleaned_announcement(subject=subject, body=body)
    with transaction.atomic():
        announcement = Announcement.objects.create(topic=topic, by_label=by.label, **values)
        record("announcement.written", by=by, subject_id=announcement.id, facts=_facts(announcement))
    return announcement


def change_announcement(
    announcement: Announcement, *, topic: Topic, subject: str, body: str, expected_version: int, by: Actor
) -> Announcement:
    """Another topic or other words for a draft. Nothing changed writes nothing.

    Raises InvalidText, and Stale when somebody saved since `expected_version` or sending has begun.
    """
    values: dict[str, object] = {**cleaned_announcement(subject=subject, body=body), "topic": topic}
    changed = {field: value for field, value in values.items() if getattr(announcement, field) != value}
    if not changed:
        return announcement
    with transaction.atomic():
        _store_draft(announcement, expected_version, **changed)
        for field, value in changed.items():
            setattr(announcement, field, value)
        record("announcement.changed", by=by, subject_id=announcement.id, facts=_facts(announcement))
    return announcement


def remove_draft(announcement: Announcement, *, by: Actor) -> None:
    """Throw a draft away. Gone already: nothing happens. Raises Stale once sending has begun."""
    facts = _facts(announcement)
    with transaction.atomic():
        found = Announcement.objects.filter(id=announcement.id)
        if found.filter(state=AnnouncementState.DRAFT).delete()[0]:
            record("announcement.removed", by=by, subject_id=announcement.id, facts=facts)
        elif found.exists():
            raise Stale


def begin_sending(announcement: Announcement, *, expected_version: int, by: Actor) -> None:
    """The draft goes to everybody who wants its topic now.

    Raises Stale when it is not the draft that was seen, or its topic is archived.
    """
    if announcement.topic.archived:
        raise Stale
    total = list_receivers(announcement.topic).count()
    with transaction.atomic():
        values = {"state": AnnouncementState.SENDING, "total": total, "begun_at": clock.now(), "by_label": by.label}
        _store_draft(announcement, expected_version, **values)
        record("announcement.begun", by=by, subject_id=announcement.id, facts={**_facts(announcement), "count": total})


def queue_batch(
    announcement_id: UUID, *, most: int, queue: Callable[[Announcement, Contact], UUID | None]
) -> Sequence[Contact]:
    """Put the next mails into the outbox by `queue`, which gives each one's row; tells for whom, none when all is done.

    All or nothing, so a killed worker leaves no doubles; `after_id` is where the next batch goes on.
    """
    with transaction.atomic():
        found = Announcement.objects.select_related("topic").select_for_update(of=("self",))
        announcement = found.filter(id=announcement_id, state=AnnouncementState.SENDING).first()
        if announcement is None:
            return []
        contacts = _next_receivers(announcement, most)
        if not contacts:
            _finish(announcement)
            return []
        AnnouncementMail.objects.bulk_create(
            AnnouncementMail(announcement=announcement, contact=contact, outgoing_id=queue(announcement, contact))
            for contact in contacts
        )
        rows = Announcement.objects.filter(id=announcement_id)
        rows.update(queued=F("queued") + len(contacts), after_id=contacts[-1].id)
    return contacts


def stop_sending(announcement: Announcement, *, by: Actor) -> int:
    """Queue no more and take back what still waits in the outbox; says how many. For good.

    What a mail server is just being given goes through. Nothing to stop: nothing happens.
    """
    running = Announcement.objects.filter(id=announcement.id)
    with transaction.atomic():
        states = (AnnouncementState.SENDING, AnnouncementState.SENT)
        if not running.select_for_update().filter(state__in=states).exists():
            return 0
        mails = AnnouncementMail.objects.filter(announcement=announcement)
        withdrawn = withdraw_mail(mails.values("outgoing_id"))
        was_sending = running.filter(state=AnnouncementState.SENDING).exists()
        if withdrawn or was_sending:
            running.update(state=AnnouncementState.STOPPED, queued=F("queued") - withdrawn)
            record("announcement.stopped", by=by, subject_id=announcement.id, facts=_facts(announcement))
    return withdrawn


def _next_receivers(announcement: Announcement, most: int) -> list[Contact]:
    has_it = AnnouncementMail.objects.filter(announcement=announcement, contact_id=OuterRef("id"))
    receivers = list_receivers(announcement.topic).filter(~Exists(has_it), created_at__lte=announcement.begun_at)
    if announcement.after_id:
        receivers = receivers.filter(id__gt=announcement.after_id)
    return list(receivers.order_by("id")[:most])


def _finish(announcement: Announcement) -> None:
    rows = Announcement.objects.filter(id=announcement.id)
    rows.update(state=AnnouncementState.SENT, sent_at=clock.now(), total=announcement.queued)
    facts = {**_facts(announcement), "count": announcement.queued}
    record("announcement.sent", by=CLOCK, subject_id=announcement.id, facts=facts)


def _store_draft(announcement: Announcement, expected_version: int, /, **values: object) -> None:
    found = Announcement.objects.filter(id=announcement.id, state=AnnouncementState.DRAFT, version=expected_version)
    if not found.update(version=expected_version + 1, **values):
        raise Stale
    announcement.version = expected_version + 1


def _facts(announcement: Announcement) -> dict[str, object]:
    return {"subject": announcement.subject, "topic": announcement.topic.name}
