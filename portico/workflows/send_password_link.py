"""Mail a contact the link to choose a password. The caller has made sure that they may sign in."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter


def run(contact: Contact, *, site: Site) -> None:
    """Put the mail into the outbox, in the caller's transaction. The link dies with its use, a new password or address."""
    key = f"{user_pk_to_url_str(contact)}-{default_token_generator.make_token(contact)}"
    url = str(settings.ORIGIN) + reverse("account_reset_password_from_key", args=_parts(key))
    send_letter(letters.choose_password(url, site), to=contact.email_as_typed, contact=contact, site=site)


def _parts(key: str) -> list[str]:
    return key.split("-", 1)
