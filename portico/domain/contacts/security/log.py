"""What happened to a contact's ways in: signed in, tried to, changed. Read by the contact themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.history.models import Entry
from portico.core.history.queries import list_entries
from portico.domain.contacts.models import Contact

SHOWN_FOR = timedelta(days=90)


def note_signed_in(contact: Contact, *, with_what: str, browser: str, by: Actor) -> None:
    """Somebody got in. `with_what`: "password", "passkey", "code", "demo"; `browser` as `devices.browser_name`."""
    facts = {"with": with_what, "browser": browser}
    record("security.signed_in", by=by, contact_id=contact.id, facts=facts)


def note_sign_in_failed(contact: Contact, *, step: str) -> None:
    """Somebody did not get in, at the "first" step or the "second". The caller writes few of them."""
    record("security.sign_in_failed", by=Actor("customer", contact.id), contact_id=contact.id, facts={"step": step})


def list_security_entries(contact: Contact) -> QuerySet[Entry]:
    """The last 90 days, newest first: everything about signing in, and every change of the email."""
    of_email = Q(verb__startswith="contact.email_change")
    of_email |= Q(verb="contact.details_changed", written__contains='"email"')
    entries = list_entries(contact.id).filter(at__gte=clock.now() - SHOWN_FOR)
    written = Cast("facts", TextField())  # SQLite cannot ask what a list in JSON holds
    return entries.annotate(written=written).filter(Q(verb__startswith="security.") | of_email)
