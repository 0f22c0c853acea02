"""What a letter is made of, and how it goes into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portico.core import dates
from portico.core.mail import send_mail
from portico.core.mail.models import Outgoing
from portico.core.queue import MAIL
from portico.domain.contacts.models import Contact
from portico.domain.preferences.paragraphs import Line
from portico.domain.site.models import Site


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences. A quiet one stands smaller."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Button:
    """Leads to a page, never to an action: mail scanners open links."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph somebody wrote, line by line, with its links."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """The topic a letter belongs to, and where it is switched off for its reader."""

    topic: str
    url: str

    @property
    def headers(self) -> dict[str, str]:
        """What lets a mail program offer a button of its own (RFC 2369, RFC 8058)."""
        return {"List-Unsubscribe": f"<{self.url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where the reader chose to get a letter: the community's name, and the page where its choices are."""

    place: str
    url: str


Block = Paragraph | Button | Prose | list[Fact]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail about the account, always sent, unless `unsubscribe` or `chosen` says what it is of.

    `kind` names it in lists ("email_change.confirm").
    """

    kind: str
    subject: str
    heading: str
    blocks: tuple[Block, ...]
    sensitive: bool = False  # its text lets somebody in: blanked once sent
    unsubscribe: Unsubscribe | None = None
    chosen: Chosen | None = None
    priority: int = MAIL


def facts_of(letter: Letter, *, contact: Contact, site: Site) -> dict[str, Any]:
    """What the templates of letters are drawn with."""
    greeting = _("Hello %(name)s,") % {"name": contact.full_name} if contact.full_name else _("Hello,")
    return {
        "letter": letter,
        "greeting": greeting,
        "site": site,
        "sign_off": site.seller_name or site.name,
        "address": ", ".join(line.strip() for line in site.seller_address.splitlines() if line.strip()),
    }


def letter_text(letter: Letter, *, contact: Contact, site: Site) -> str:
    """The letter as plain text."""
    return render_to_string("letters/letter.txt.jinja", facts_of(letter, contact=contact, site=site))


def send_letter(letter: Letter, *, to: str, contact: Contact, site: Site) -> Outgoing:
    """Put the letter into the outbox, in the caller's transaction."""
    return send_mail(
        to=to,
        subject=letter.subject,
        text=letter_text(letter, contact=contact, site=site),
        html=render_to_string("letters/letter.jinja", facts_of(letter, contact=contact, site=site)),
        kind=letter.kind,
        contact_id=contact.id,
        sender=str(Address(site.sender_name or site.name, addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=site.contact_email,
        headers=letter.unsubscribe.headers if letter.unsubscribe else None,
        sensitive=letter.sensitive,
        priority=letter.priority,
    )


def moment(instant: datetime, *, contact: Contact, site: Site) -> str:
    """An instant as this contact reads it: in their zone, with its name."""
    zone = dates.zone(contact.time_zone, site.time_zone)
    return dates.moment_text(instant.astimezone(zone), site.language)
