"""Fresh proof that the person at the screen is the customer: password, passkey, or a code sent to the address on file.

Ours, not the sign-in library's: it lets a contact without a password and second factor through every check. A sign-in
seconds ago is no proof either; only one asked for here counts: for one change of email, or for half an hour of the
pages behind `fresh_proof`.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from portico.core import clock
from portico.core.limits.counting import is_allowed
from portico.core.secrets import new_code
from portico.interfaces.portal.gates import View
from portico.interfaces.portal.sign_in import passkeys
from portico.interfaces.ui.requests import SignedInRequest
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter

NEW_EMAIL = "new_email"  # in the session: what waits for the proof
CODE = "proof_code"  # in the session: hash and end of the code
CODE_FOR = timedelta(minutes=15)
PROVEN = "proven"  # in the session: who proved it was them, and when
PROVEN_FOR = timedelta(minutes=30)


class TooManyTries(Exception):
    """The limit on guessing was reached; wait."""


def fresh_proof(view: View) -> View:
    """The view is for who proved within half an hour that it is them; others do so first and are led back.

    Led back to the same address by GET: nothing that was sent is done without them. Stands below `settings_area`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast("SignedInRequest", request)
        if is_fresh(asked):
            return view(request, *args, **kwargs)
        address = f"{reverse('settings_confirm')}?{urlencode({'next': request.path})}"
        if "HX-Request" in request.headers:
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)

    return guarded


def is_fresh(request: SignedInRequest) -> bool:
    """Whether they proved it within the last half hour, in this session."""
    proven = request.session.get(PROVEN)
    if not proven or proven["contact"] != str(request.user.id):
        return False
    return timedelta(0) <= clock.now() - datetime.fromisoformat(proven["at"]) < PROVEN_FOR


def accept(request: SignedInRequest) -> None:
    """It is them. The session gets a new id."""
    request.session.pop(CODE, None)
    request.session[PROVEN] = {"at": clock.now().isoformat(), "contact": str(request.user.id)}
    request.session.cycle_key()


def keep_new_email(request: SignedInRequest, email: str) -> None:
    """Remember in the session what the customer wants to change to."""
    request.session[NEW_EMAIL] = email.strip()[:254]


def proves_password(request: SignedInRequest, password: str) -> bool:
    """Whether this is the customer's password. Raises TooManyTries."""
    _count_try(request)
    return bool(password) and check_password(password, request.user.password)


def proves_passkey(request: SignedInRequest, answer: str) -> bool:
    """Whether the browser proved one of this customer's passkeys. Raises TooManyTries."""
    _count_try(request)
    try:
        passkeys.proven(answer, contact=request.user)
    except passkeys.NotProven:
        return False
    return True


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
