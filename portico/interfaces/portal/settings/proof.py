"""Fresh proof that the person at the screen is the customer: their password, or a code sent to the address on file.

Ours, not the sign-in library's: it lets a contact without a password and second factor through every check. A sign-in
seconds ago is no proof either; only one asked for here counts, and for one act.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from portico.core import clock
from portico.core.limits.counting import is_allowed
from portico.core.secrets import new_code
from portico.interfaces.ui.requests import SignedInRequest
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter

NEW_EMAIL = "new_email"  # in the session: what waits for the proof
CODE = "proof_code"  # in the session: hash and end of the code
CODE_FOR = timedelta(minutes=15)


class TooManyTries(Exception):
    """The limit on guessing was reached; wait."""


def keep_new_email(request: SignedInRequest, email: str) -> None:
    """Remember in the session what the customer wants to change to."""
    request.session[NEW_EMAIL] = email.strip()[:254]


def proves_password(request: SignedInRequest, password: str) -> bool:
    """Whether this is the customer's password. Raises TooManyTries."""
    _count_try(request)
    return bool(password) and check_password(password, request.user.password)


def send_code(request: SignedInRequest) -> None:
    """Mail six digits to the address on file; a newer code replaces an older one. Raises TooManyTries."""
    if not is_allowed("proof-code", request.user.id, most=5, seconds=3600):
        raise TooManyTries
    digits = new_code()
    until = clock.now() + CODE_FOR
    with transaction.atomic():
        letter = letters.code(digits, request.site)
        send_letter(letter, to=request.user.email_as_typed, contact=request.user, site=request.site)
    request.session[CODE] = {"hash": _code_hash(request, digits), "until": until.isoformat()}


def code_until(request: SignedInRequest) -> datetime | None:
    """Until when the code that was sent works; None when none was sent or it ran out."""
    sent = request.session.get(CODE)
    until = datetime.fromisoformat(sent["until"]) if sent else None
    return until if until and clock.now() < until else None


def proves_code(request: SignedInRequest, typed: str) -> bool:
    """Whether these are the digits that were mailed. They work once. Raises TooManyTries."""
    _count_try(request)
    if code_until(request) is None:
        return False
    digits = "".join(character for character in typed if character.isdecimal())
    if not hmac.compare_digest(request.session[CODE]["hash"], _code_hash(request, digits)):
        return False
    del request.session[CODE]
    return True


def forget(request: SignedInRequest) -> None:
    """The act is done or given up."""
    for key in (NEW_EMAIL, CODE):
        request.session.pop(key, None)


def _count_try(request: SignedInRequest) -> None:
    if not is_allowed("proof", request.user.id, most=10, seconds=600):
        raise TooManyTries


def _code_hash(request: SignedInRequest, digits: str) -> str:
    return salted_hmac("portico.proof", f"{request.user.id}:{digits}", algorithm="sha256").hexdigest()
