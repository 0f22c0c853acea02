"""Two-step sign-in: after the password, a code from an authenticator app or a recovery code."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from portico.core import clock, one_time_codes
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.secrets import Unreadable, seal, unseal
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security.means import APP, CODES

RECOVERY_CODES = 10
RECOVERY_DIGITS = 10


def is_on(contact: Contact) -> bool:
    """Whether signing in asks this contact for a code."""
    return bool(Authenticator.objects.filter(user_id=contact.id, type=APP).exists())


def turn_on(contact: Contact, *, key: str, typed: str, codes: Mapping[str, str], by: Actor) -> bool:
    """Ask for codes of the app that was given `key`, from now on; it takes the place of an older one.

    `typed` proves that the app has the key; False when it is not its code. `codes` come from `new_recovery_codes`.
    """
    step = one_time_codes.find_step(key, typed, at=clock.now())
    if step is None:
        return False
    with transaction.atomic():
        _lock(contact)
        replaced, _each = Authenticator.objects.filter(user_id=contact.id, type=APP).delete()
        _keep(contact, APP, {"secret": seal(key), "last_step": step})
        _replace_codes(contact, codes)
        record("security.two_step_on", by=by, contact_id=contact.id, facts={"replaced": bool(replaced)})
    return True


def turn_off(contact: Contact, *, by: Actor) -> bool:
    """Signing in asks for no code any more; recovery codes go too. False when it was off already."""
    with transaction.atomic():
        _lock(contact)
        gone, _each = Authenticator.objects.filter(user_id=contact.id, type__in=(APP, CODES)).delete()
        if gone:
            record("security.two_step_off", by=by, contact_id=contact.id)
    return bool(gone)


def new_recovery_codes(contact: Contact) -> dict[str, str]:
    """New recovery codes with the hashes that are kept. Takes half a second: call it outside of transactions."""
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}" for _ in range(RECOVERY_CODES)]
    return {code: _code_hash(contact.id, code) for code in codes}


def replace_recovery_codes(contact: Contact, *, codes: Mapping[str, str], by: Actor) -> bool:
    """The old ones open nothing any more. False while two-step sign-in is off."""
    with transaction.atomic():
        _lock(contact)
        if not is_on(contact):
            return False
        _replace_codes(contact, codes)
        record("security.recovery_codes_made", by=by, contact_id=contact.id)
    return True


def proves(contact: Contact, *, typed: str, by: Actor) -> str:
    """Which of both was typed, "app" or "recovery_code"; "" for neither. Each code works once."""
    digits = one_time_codes.digits_of(typed)
    hashed = _code_hash(contact.id, digits) if len(digits) == RECOVERY_DIGITS else ""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=contact.id, type__in=(APP, CODES))
        found = {row.type: row for row in rows}
        if APP in found and _proves_app(found[APP], typed):
            return "app"
        if CODES in found and _proves_recovery(found[CODES], hashed):
            left = len(found[CODES].data["hashes"])
            record("security.recovery_code_used", by=by, contact_id=contact.id, facts={"left": left})
            return "recovery_code"
    return ""


def _proves_app(app: Authenticator, typed: str) -> bool:
    try:
        key = unseal(app.data["secret"])
    except Unreadable:  # the site's secret key was replaced without keeping the old one
        return False
    step = one_time_codes.find_step(key, typed, at=clock.now(), after=app.data["last_step"])
    if step is None:
        return False
    app.data = {**app.data, "last_step": step}
    app.last_used_at = clock.now()
    app.save(update_fields=["data", "last_used_at"])
    return True


def _proves_recovery(codes: Authenticator, hashed: str) -> bool:
    left = [each for each in codes.data["hashes"] if not hmac.compare_digest(each, hashed)]
    if len(left) == len(codes.data["hashes"]):
        return False
    codes.data = {**codes.data, "hashes": left}
    codes.last_used_at = clock.now()
    codes.save(update_fields=["data", "last_used_at"])
    return True


def _replace_codes(contact: Contact, codes: Mapping[str, str]) -> None:
    Authenticator.objects.filter(user_id=contact.id, type=CODES).delete()
    _keep(contact, CODES, {"hashes": list(codes.values())})


def _keep(contact: Contact, kind: str, data: dict[str, Any]) -> None:
    Authenticator.objects.create(user_id=contact.id, type=kind, data=data, created_at=clock.now())


def _code_hash(contact_id: object, digits: str) -> str:
    """Slow on purpose: ten digits are few for somebody who has stolen the table."""
    salt = f"portico.recovery:{contact_id}".encode()
    return hashlib.scrypt(digits.encode(), salt=salt, n=2**14, r=8, p=1).hex()


def _lock(contact: Contact) -> None:
    Contact.objects.select_for_update().get(id=contact.id)
