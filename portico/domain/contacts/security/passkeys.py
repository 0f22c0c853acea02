"""Passkeys of a contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.text import clean_line, has_unshowable
from portico.domain.contacts.models import Contact

MOST = 20  # each is offered to the browser at every proof
LONGEST_NAME = 60


class BadPasskeyName(Exception):
    """The name is refused; the message says why."""


class TooManyPasskeys(Exception):
    """They have as many as anybody may have."""


def list_passkeys(contact: Contact) -> list[Authenticator]:
    """All of them in the order they were added; each has `data["name"]`, `created_at`, `last_used_at`."""
    found = Authenticator.objects.filter(user_id=contact.id, type=Authenticator.Type.WEBAUTHN)
    return list(found.order_by("created_at", "id"))


def find_passkey(contact: Contact, passkey_id: int) -> Authenticator | None:
    """The contact's own passkey, else None."""
    return Authenticator.objects.filter(user_id=contact.id, type=Authenticator.Type.WEBAUTHN, id=passkey_id).first()


def cleaned_name(typed: str) -> str:
    """A name that can be shown. Raises BadPasskeyName."""
    name = clean_line(typed)
    if not name:
        raise BadPasskeyName(_("Give it a name, such as the device it is on."))
    if len(name) > LONGEST_NAME:
        raise BadPasskeyName(_("This is too long. Use %(most)s characters at most.") % {"most": LONGEST_NAME})
    if has_unshowable(typed):
        raise BadPasskeyName(_("This holds a character that cannot be printed."))
    return name


def add_passkey(contact: Contact, *, name: str, credential: Mapping[str, Any], by: Actor) -> Authenticator:
    """Keep a new passkey. `name` is cleaned; `credential` is what the browser registered, proven already."""
    with transaction.atomic():
        Contact.objects.select_for_update().get(id=contact.id)  # two at once must not pass the limit
        if len(list_passkeys(contact)) >= MOST:
            raise TooManyPasskeys
        passkey: Authenticator = Authenticator.objects.create(
            user_id=contact.id,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": name, "credential": dict(credential)},
            created_at=clock.now(),
        )
        record("security.passkey_added", by=by, contact_id=contact.id, subject_id=passkey.id, after={"name": name})
    return passkey


def rename_passkey(contact: Contact, passkey: Authenticator, *, name: str, by: Actor) -> None:
    """Give it another name, cleaned already."""
    before = passkey.data["name"]
    if name == before:
        return
    with transaction.atomic():
        passkey.data = {**passkey.data, "name": name}
        passkey.save(update_fields=["data"])
        record(
            "security.passkey_renamed",
            by=by,
            contact_id=contact.id,
            subject_id=passkey.id,
            before={"name": before},
            after={"name": name},
        )


def remove_passkey(contact: Contact, passkey: Authenticator, *, by: Actor) -> bool:
    """It opens nothing from now on. False when it was gone already."""
    with transaction.atomic():
        gone, _each = Authenticator.objects.filter(user_id=contact.id, id=passkey.id).delete()
        if gone:
            name = passkey.data["name"]
            before = {"name": name}
            record("security.passkey_removed", by=by, contact_id=contact.id, subject_id=passkey.id, before=before)
    return bool(gone)
