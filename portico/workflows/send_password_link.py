"""Mail a contact the link to choose a password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portico.core.limits.counting import is_allowed
from portico.core.queue import MAIL, enqueue, job
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from portico.domain.site.queries import get_site
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter
from portico.workflows.sign_in_rights import can_sign_in


def ask(email: str) -> None:
    """Somebody forgot their password. Costs the same whether or not the address is known: the worker looks it up."""
    enqueue("sign_in.password_link", {"email": email}, priority=MAIL)


@job("sign_in.password_link")
def answer(email: str) -> None:
    """Send the link to a customer or team member, at most five a day; to everybody else nothing."""
    contact = Contact.objects.filter(email=email).first()
    if contact is None or not can_sign_in(contact):
        return
    if is_allowed("password-link", contact.id, most=5, seconds=86400):
        run(contact, site=get_site())


def run(contact: Contact, *, site: Site) -> None:
    """Put the mail into the outbox. The link works once and dies with a new password or address.

    The caller has made sure that the contact may sign in.
    """
    token = default_token_generator.make_token(contact)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(contact), token])
    letter = letters.choose_password(str(settings.ORIGIN) + path, site)
    with transaction.atomic():
        send_letter(letter, to=contact.email_as_typed, contact=contact, site=site)
