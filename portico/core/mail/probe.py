"""A test message, sent at once and not by the worker, to learn whether the mail server takes our mail."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from portico.core.mail import smtp
from portico.core.mail.actions import new_message_id
from portico.core.mail.models import Outgoing


def send_probe(to: str) -> str:
    """Send the test message; the server's answer when it did not take it, empty when it did."""
    sender = settings.DEFAULT_FROM_EMAIL
    mail = Outgoing(
        to=to,
        sender=sender,
        subject=_("Mail from Portico works"),
        text=_("This is the test message of portico init. Nothing needs to be done."),
        message_id=new_message_id(sender),
    )
    try:
        smtp.deliver(mail)
    except (smtp.Refused, smtp.TryLater) as answer:
        return str(answer)
    return ""
