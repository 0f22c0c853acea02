"""All means to sign in at once: passkeys, authenticator app, recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.history.models import Entry
from portico.core.rows import find_row
from portico.domain.contacts.models import Contact

APP, CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN


@dataclass(frozen=True, slots=True)
class Means:
    """What a contact has besides the password. `app` is None while two-step sign-in is off."""

    passkeys: list[Authenticator]
    app: Authenticator | None
    codes_left: int


def list_means(contact: Contact) -> Means:
    """All of them, in one statement; passkeys in the order they were added."""
    rows = list(Authenticator.objects.filter(user_id=contact.id).order_by("created_at", "id"))
    kinds = {row.type: row for row in rows}
    return Means(
        passkeys=[row for row in rows if row.type == PASSKEY],
        app=kinds.get(APP),
        codes_left=len(kinds[CODES].data["hashes"]) if CODES in kinds else 0,
    )


def password_changed_at(contact: Contact) -> datetime | None:
    """When the password was last changed here; None when it is still the one they came with."""
    sql = "SELECT * FROM history_entry WHERE contact_id = %s AND verb = %s ORDER BY at DESC, id DESC LIMIT 1"
    entry = find_row(Entry, sql, contact.id, "security.password_changed")
    return entry.at if entry else None


def remove_added_since(contact: Contact, since: datetime, *, by: Actor) -> None:
    """Remove every means that was added at or after an instant. None was: nothing happens."""
    with transaction.atomic():
        found = Authenticator.objects.filter(user_id=contact.id, created_at__gte=since)
        kinds = sorted(set(found.values_list("type", flat=True)))
        if kinds:
            found.delete()
            record("security.means_removed", by=by, contact_id=contact.id, facts={"kinds": kinds})
