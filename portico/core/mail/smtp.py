"""One mail over SMTP, and what the server's answer means: sent, refused for good, or try later."""

from __future__ import annotations

import smtplib
from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from portico.core.mail.models import Outgoing


class Refused(Exception):
    """The server will never take this mail."""


class TryLater(Exception):
    """The server is away, busy, or does not know us yet: the same mail may be taken later."""


def deliver(mail: Outgoing) -> None:
    """Hand the mail to the configured server. Raises `Refused` or `TryLater`, with the server's words."""
    message = _message(mail)
    try:
        message.message()
    except ValueError as error:  # an address or a header that no mail can carry
        raise Refused("This mail cannot be written as one.") from error
    try:
        EmailBackend().send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _meaning(code, words) from error
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as error:
        # about our account or the server, not about this mail: the operator can mend it, the mail must
        # survive that
        raise TryLater(_said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        raise _meaning(error.smtp_code, error.smtp_error) from error
    except OSError as error:  # every other error of smtplib is one too
        raise TryLater(f"No connection to the mail server ({type(error).__name__}).") from error


def _message(mail: Outgoing) -> EmailMultiAlternatives:
    headers = {
        **mail.headers,
        "Message-ID": mail.message_id,
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notices in answer
    }
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.to],
        headers=headers,
        reply_to=[mail.reply_to] if mail.reply_to else None,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _meaning(code: int, words: bytes | str) -> Refused | TryLater:
    """RFC 5321, 4.2.1: 5yz is final, 4yz is not."""
    return Refused(_said(code, words)) if 500 <= code < 600 else TryLater(_said(code, words))


def _said(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
