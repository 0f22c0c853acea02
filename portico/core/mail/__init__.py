"""The outbox: every mail is a row first, written with the change it tells of, and sent by the worker
afterwards.

A change that is rolled back sends nothing; a mail server that is down delays mail and loses none. The room
owns the table `Outgoing`; rows go after 90 days. Library code that sends mail the Django way reaches the same
outbox through `EMAIL_BACKEND = "portico.core.mail.django_backend.Outbox"`. The room does not write texts and
knows no business.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from portico.core.queue import MAIL

if TYPE_CHECKING:
    from portico.core.mail.models import Outgoing

__all__ = ["HeaderRefused", "send_mail"]


class HeaderRefused(ValueError):
    """A line break or another control character in what becomes a header: somebody tries to write headers of
    their own.
    """


def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    kind: str,
    contact_id: UUID | None = None,
    sender: str = "",
    reply_to: str = "",
    headers: Mapping[str, str] | None = None,
    sensitive: bool = False,
    priority: int = MAIL,
) -> Outgoing:
    """Put one mail to one address into the outbox, in the caller's transaction.

    `kind` names the template ("email_change.confirm"), for lists and counts. `sensitive` marks a mail whose
    text lets in (a code, a link that signs in): its text is blanked as soon as it is sent. `sender` is the
    site's own when empty. Raises `HeaderRefused`.
    """
    from portico.core.mail import actions  # models load after the package: Django's order

    return actions.send_mail(
        to=to, subject=subject, text=text, html=html, kind=kind, contact_id=contact_id, sender=sender,
        reply_to=reply_to, headers=headers or {}, sensitive=sensitive, priority=priority,
    )  # fmt: skip
