"""The job that sends one mail. The network call stands outside any transaction."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import F

from portico.core import clock
from portico.core.mail import smtp
from portico.core.mail.models import Outgoing
from portico.core.queue import job

# Gaps of 30 s, 1 min, 2 min .. 2 h, then every 2 h: the 20th try is about 24 hours after the first.
MAX_ATTEMPTS = 20


@job("mail.send", max_attempts=MAX_ATTEMPTS, first_gap_seconds=30, longest_gap_seconds=2 * 3600)
def send(outgoing_id: str) -> None:
    """Send the mail if it still waits; a repeat after it was sent does nothing. Raises `smtp.TryLater`."""
    mail = Outgoing.objects.filter(pk=UUID(outgoing_id), state=Outgoing.State.WAITING).first()
    if mail is None:
        return
    if settings.MAIL_TRANSPORT == "mailbox":
        _mark_sent(mail, keep_text=True)
        return
    Outgoing.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1)
    try:
        smtp.deliver(mail)
    except smtp.Refused as refusal:
        _mark_failed(mail, str(refusal))
    except smtp.TryLater as delay:
        if mail.attempts + 1 >= MAX_ATTEMPTS:
            _mark_failed(mail, str(delay))
            return
        Outgoing.objects.filter(pk=mail.pk).update(error=str(delay)[:300])
        raise
    else:
        _mark_sent(mail, keep_text=not mail.sensitive)


def _mark_sent(mail: Outgoing, *, keep_text: bool) -> None:
    mail.state, mail.sent_at, mail.error = Outgoing.State.SENT, clock.now(), ""
    _save(mail, keep_text=keep_text)


def _mark_failed(mail: Outgoing, error: str) -> None:
    mail.state, mail.error = Outgoing.State.FAILED, error[:300]
    _save(mail, keep_text=not mail.sensitive)


def _save(mail: Outgoing, *, keep_text: bool) -> None:
    if not keep_text:
        mail.text = mail.html = ""
    mail.save(update_fields=["state", "sent_at", "error", "text", "html"])
