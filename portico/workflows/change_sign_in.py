"""A contact changes how they sign in: the change, the end of their other sessions, and a mail to the address on file.

`session_key` names the session that stays; its page renews the hash in it (`update_session_auth_hash`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.domain.contacts.actions import end_sessions
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import passkeys, passwords, two_step
from portico.domain.site.models import Site
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import Letter, send_letter


def choose_password(contact: Contact, *, password: str, site: Site, by: Actor, session_key: str | None = None) -> None:
    """A new password, checked already. Without a session to keep, every session ends."""
    with transaction.atomic():
        passwords.choose_password(contact, password=password, by=by, but=session_key)
        _tell(contact, letters.password_chosen(contact, site), site)


def add_passkey(
    contact: Contact, *, name: str, credential: Mapping[str, Any], site: Site, by: Actor, session_key: str | None
) -> Authenticator:
    """A new passkey, registered and named already. Raises TooManyPasskeys."""
    with transaction.atomic():
        passkey = passkeys.add_passkey(contact, name=name, credential=credential, by=by)
        end_sessions(contact, but=session_key)
        what = _("A passkey was added: %(name)s.") % {"name": name}
        _tell(contact, letters.means_changed(what, contact, site), site)
    return passkey


def remove_passkey(contact: Contact, passkey: Authenticator, *, site: Site, by: Actor, session_key: str | None) -> bool:
    """A passkey opens nothing any more. False when it was gone already."""
    what = _("A passkey was removed: %(name)s.") % {"name": passkey.data["name"]}

    def act() -> bool:
        return passkeys.remove_passkey(contact, passkey, by=by)

    return _change(contact, act, what, site=site, session_key=session_key)


def turn_on_two_step(
    contact: Contact, *, key: str, typed: str, site: Site, by: Actor, session_key: str | None
) -> list[str] | None:
    """Ask for codes from now on; gives new recovery codes, kept nowhere. None when `typed` is no code of that key."""
    what = _("Two-step sign-in was turned on, with new recovery codes.")
    codes = two_step.new_recovery_codes(contact)

    def act() -> bool:
        return two_step.turn_on(contact, key=key, typed=typed, codes=codes, by=by)

    return list(codes) if _change(contact, act, what, site=site, session_key=session_key) else None


def turn_off_two_step(contact: Contact, *, site: Site, by: Actor, session_key: str | None) -> bool:
    """Ask for no codes any more. False when it was off already."""
    what = _("Two-step sign-in was turned off.")

    def act() -> bool:
        return two_step.turn_off(contact, by=by)

    return _change(contact, act, what, site=site, session_key=session_key)


def make_recovery_codes(contact: Contact, *, site: Site, by: Actor, session_key: str | None) -> list[str] | None:
    """New recovery codes in place of the old, kept nowhere. None while two-step sign-in is off."""
    what = _("New recovery codes were made. The old ones no longer work.")
    codes = two_step.new_recovery_codes(contact)

    def act() -> bool:
        return two_step.replace_recovery_codes(contact, codes=codes, by=by)

    return list(codes) if _change(contact, act, what, site=site, session_key=session_key) else None


def _change(contact: Contact, act: Callable[[], bool], what: str, *, site: Site, session_key: str | None) -> bool:
    with transaction.atomic():
        made = act()
        if made:
            end_sessions(contact, but=session_key)
            _tell(contact, letters.means_changed(what, contact, site), site)
    return made


def _tell(contact: Contact, letter: Letter, site: Site) -> None:
    send_letter(letter, to=contact.email_as_typed, contact=contact, site=site)
