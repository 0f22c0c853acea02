"""Writes to the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from email.utils import make_msgid, parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portico.core import clock
from portico.core.mail import HeaderRefused
from portico.core.mail.models import Outgoing
from portico.core.queue import enqueue, every

KEPT_FOR = timedelta(days=90)  # long enough to answer "did the mail go out?", then it is only a store of addresses


def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    kind: str,
    contact_id: UUID | None,
    sender: str,
    reply_to: str,
    headers: Mapping[str, str],
    sensitive: bool,
    priority: int,
) -> Outgoing:
    """See `portico.core.mail.send_mail`."""
    sender = sender or settings.DEFAULT_FROM_EMAIL
    for value in (to, subject, sender, reply_to, *headers.keys(), *headers.values()):
        _refuse_line_breaks(value)
    if "@" not in parseaddr(to)[1]:
        raise HeaderRefused("This is not one address.")
    with transaction.atomic():
        mail = Outgoing.objects.create(
            to=to, subject=subject, text=text, html=html, kind=kind, contact_id=contact_id, sender=sender,
            reply_to=reply_to, headers=dict(headers), sensitive=sensitive, message_id=new_message_id(sender),
        )  # fmt: skip
        enqueue("mail.send", {"outgoing_id": str(mail.pk)}, priority=priority)
    return mail


def delete_mail_of(contact_id: UUID) -> int:
    """Delete a contact's rows, sent or not, and say how many. The job of a deleted row does nothing."""
    return Outgoing.objects.filter(contact_id=contact_id).delete()[0]


def withdraw_mail(ids: Iterable[UUID] | QuerySet[Any]) -> int:
    """Delete those of the mails that still wait, and say how many. One that a server is being given right now goes
    through.
    """
    return Outgoing.objects.filter(id__in=ids, state=Outgoing.State.WAITING).delete()[0]


@every(24 * 3600, "mail.delete_old")
def delete_old() -> None:
    """Delete the rows that are older than 90 days."""
    Outgoing.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()


def new_message_id(sender: str) -> str:
    """A message id at the sender's domain (RFC 5322, 3.6.4), without this machine's name in it."""
    return make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or "localhost")


def _refuse_line_breaks(value: str) -> None:
    if any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in value):
        raise HeaderRefused("A header of a mail must be one line.")
