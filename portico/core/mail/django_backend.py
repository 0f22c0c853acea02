"""Mail that library code sends the Django way, led into the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portico.core.mail import send_mail


class Outbox(BaseEmailBackend):
    """Writes one row an address. What a library sends is about signing in more often than not, so it is
    sensitive.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                send_mail(
                    to=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html_of(message),
                    kind="library",
                    sender=message.from_email,
                    sensitive=True,
                )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    for alternative in getattr(message, "alternatives", ()):
        if alternative.mimetype == "text/html":
            return str(alternative.content)
    return ""
