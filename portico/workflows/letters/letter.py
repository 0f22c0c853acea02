"""What a letter is made of, and how it goes into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portico.core import dates
from portico.core.mail import send_mail
from portico.domain.contacts.models import Contact
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


Block = Paragraph | Button | list[Fact]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail about the account, always sent. `kind` names it in lists ("email_change.confirm")."""

    kind: str
    subject: str
    heading: str
    blocks: tuple[Block, ...]
    sensitive: bool = False  # its text lets somebody in: blanked once sent


def send_letter(letter: Letter, *, to: str, contact: Contact, site: Site) -> None:
    """Put the letter into the outbox, in the caller's transaction."""
    greeting = _("Hello %(name)s,") % {"name": contact.full_name} if contact.full_name else _("Hello,")
    context = {
        "letter": letter,
        "greeting": greeting,
        "site": site,
        "sign_off": site.seller_name or site.name,
        "address": ", ".join(line.strip() for line in site.seller_address.splitlines() if line.strip()),
    }
    send_mail(
        to=to,
        subject=letter.subject,
        text=render_to_string("letters/letter.txt.jinja", context),
        html=render_to_string("letters/letter.jinja", context),
        kind=letter.kind,
        contact_id=contact.id,
        sender=str(Address(site.sender_name or site.name, addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        reply_to=site.contact_email,
        sensitive=letter.sensitive,
    )


def moment(instant: datetime, *, contact: Contact, site: Site) -> str:
    """An instant as this contact reads it: in their zone, with its name."""
    zone = dates.zone(contact.time_zone, site.time_zone)
    return dates.moment_text(instant.astimezone(zone), site.language)
