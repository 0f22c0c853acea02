"""Signing in with a code sent by email, where the owner allows it.

Known and unknown addresses cost and answer the same: the page writes a row, the worker looks up whose address it is.
A code is bound to the browser session that asked (which keeps the row's id), works once, for ten minutes.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from portico.core import clock
from portico.core.limits.counting import is_allowed
from portico.core.one_time_codes import digits_of
from portico.core.queue import MAIL, enqueue, job
from portico.core.secrets import new_code
from portico.domain.contacts.actions import confirm_email
from portico.domain.contacts.models import Contact, SignInCode
from portico.domain.site.queries import get_site
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter
from portico.workflows.sign_in_rights import can_sign_in

WORKS_FOR = timedelta(minutes=10)
TRIES = 5  # at one code; a new code does not give more than the limits below
KEPT_FOR = timedelta(days=1)  # after its end, then nobody asks about it


class TooManyTries(Exception):
    """So many codes were typed for this address that more would be guessing."""


def ask(email: str) -> SignInCode | None:
    """Somebody wants a code for this canonical address. None after 5 an hour: nothing goes, the page says the same."""
    if not is_allowed("sign-in-code", email, most=5, seconds=3600):
        return None
    with transaction.atomic():
        asked = SignInCode.objects.create(email=email, expires_at=clock.now() + WORKS_FOR)
        enqueue("sign_in.code", {"code_id": str(asked.id)}, priority=MAIL)
    return asked


@job("sign_in.code")
def answer(code_id: str) -> None:
    """Send digits to a customer or team member; to everybody else nothing. A repeat sends new digits."""
    SignInCode.objects.filter(expires_at__lt=clock.now() - KEPT_FOR).delete()
    asked = SignInCode.objects.filter(id=code_id, used_at=None, expires_at__gt=clock.now()).first()
    contact = Contact.objects.filter(email=asked.email).first() if asked else None
    site = get_site()
    if asked is None or contact is None or not site.allows_code_sign_in or not can_sign_in(contact):
        return
    digits = new_code()
    with transaction.atomic():
        SignInCode.objects.filter(id=asked.id).update(contact=contact, code_hash=_code_hash(asked.id, digits))
        send_letter(letters.sign_in_code(digits, site), to=contact.email_as_typed, contact=contact, site=site)


def prove(code_id: UUID, *, typed: str) -> Contact | None:
    """Whose code was typed, None when it does not fit. It works once, and the address is proven by it.

    Raises TooManyTries; the budget is the address's, whether or not anybody has it.
    """
    asked = SignInCode.objects.filter(id=code_id).first()
    if asked is None:
        return None
    for seconds, most in ((300, 5), (3600, 20), (86400, 50)):
        if not is_allowed(f"sign-in-code-tries-{seconds}", asked.email, most=most, seconds=seconds):
            raise TooManyTries
    contact = _use(code_id, digits_of(typed))
    if contact is None or not can_sign_in(contact):
        return None
    confirm_email(contact)
    return contact


def _use(code_id: UUID, digits: str) -> Contact | None:
    with transaction.atomic():
        asked = SignInCode.objects.select_for_update().get(id=code_id)
        fits = hmac.compare_digest(asked.code_hash, _code_hash(code_id, digits))
        is_alive = asked.used_at is None and asked.tries < TRIES and clock.now() < asked.expires_at
        asked.tries += is_alive
        if fits and is_alive:
            asked.used_at = clock.now()
        asked.save(update_fields=["tries", "used_at"])
        # the address on file may have changed since: then the code was sent to an inbox that is theirs no more
        known = Contact.objects.filter(sign_in_codes=asked, email=asked.email)
        return known.first() if fits and is_alive else None


def _code_hash(code_id: UUID, digits: str) -> str:
    return salted_hmac("portico.sign_in_code", f"{code_id}:{digits}", algorithm="sha256").hexdigest()
