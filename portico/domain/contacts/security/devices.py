"""Where a contact is signed in, and the end of it."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.queue import every
from portico.domain.contacts.actions import end_sessions
from portico.domain.contacts.models import Contact, Session

# The first that fits. Browsers name the ones they descend from, so the descendants stand first.
BROWSERS = (
    ("Edge", r"\bEdgA?(?:iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


def browser_name(user_agent: str) -> str:
    """As in "Firefox on Linux", as far as the browser says; "" when nothing is known. Nothing personal is in it."""
    found = [_first(names, user_agent[:400]) for names in (BROWSERS, SYSTEMS)]
    return " on ".join(name for name in found if name)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")


def list_devices(contact: Contact) -> QuerySet[Session]:
    """Sessions that still open the contact's pages, the last seen first.

    Those that a new password or salt has ended are rows until they run out, but no devices any more.
    """
    alive = {contact.get_session_auth_hash(), *contact.get_session_auth_fallback_hash()}
    return contact.sessions.filter(expire_date__gt=clock.now(), auth_hash__in=alive).order_by("-seen_at", "session_key")


def sign_out_device(contact: Contact, *, device_id: UUID, by: Actor) -> bool:
    """End one session of the contact. False when they have none of that name; a repeat changes nothing."""
    with transaction.atomic():
        ended, _each = contact.sessions.filter(device_id=device_id).delete()
        if ended:
            record("security.device_signed_out", by=by, contact_id=contact.id)
    return bool(ended)


def sign_out_others(contact: Contact, *, but: str | None, by: Actor) -> None:
    """End every session but the one with the key `but`, and say so in history.

    The caller gives that session the contact's new hash (`update_session_auth_hash`), else it ends too.
    """
    with transaction.atomic():
        end_sessions(contact, but=but)
        record("security.signed_out_others", by=by, contact_id=contact.id)


@every(24 * 3600, "contacts.delete_old_sessions")
def delete_old() -> None:
    """Delete the rows of sessions that have run out."""
    Session.objects.filter(expire_date__lte=clock.now()).delete()
