"""Choosing a password."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.contacts import email_changes
from portico.domain.contacts.actions import end_sessions
from portico.domain.contacts.models import Contact

LONGEST = 500  # hashing is work; nobody types more


class WeakPassword(Exception):
    """It is refused; `sentences` say why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def check_new_password(contact: Contact, password: str) -> None:
    """Raise WeakPassword for one that is too short, too long, like their name, or known to everybody."""
    if not password:
        raise WeakPassword([_("Write a new password.")])
    if len(password) > LONGEST:
        raise WeakPassword([_("This is too long. Use %(most)s characters at most.") % {"most": LONGEST}])
    try:
        validate_password(password, user=contact)
    except ValidationError as refused:
        raise WeakPassword(list(refused.messages)) from refused


def choose_password(contact: Contact, *, password: str, by: Actor, but: str | None = None) -> None:
    """Store a new password, checked already. Every session but `but` ends (`end_sessions`), older links die.

    A change of email that waits is over: whoever asked for it may be the reason for the new password.
    """
    facts = {"first": not contact.has_usable_password()}
    contact.set_password(password)
    with transaction.atomic():
        Contact.objects.filter(id=contact.id).update(password=contact.password)
        end_sessions(contact, but=but)
        email_changes.withdraw(contact, by=by)
        record("security.password_changed", by=by, contact_id=contact.id, facts=facts)
