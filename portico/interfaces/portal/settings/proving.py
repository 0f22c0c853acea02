"""The page "Confirm it is you": what the forms of a proof show, and what was sent with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.domain.contacts.security.passkeys import list_passkeys
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings import proof
from portico.interfaces.portal.sign_in import passkeys
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Proof:
    """The state of the forms. `status` is the answer's: 200 as they open, 422 after a refusal, 429 at the limit."""

    has_password: bool
    has_passkey: bool
    code_until: datetime | None
    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by "password", "code" and "passkey"."""
    limit: str = ""
    status: int = 200


def proof_forms(request: SignedInRequest) -> Proof:
    """The forms as they open."""
    return Proof(
        has_password=request.user.has_usable_password(),
        has_passkey=bool(list_passkeys(request.user)),
        code_until=proof.code_until(request),
    )


def try_proof(request: SignedInRequest) -> Proof | None:
    """Take what was sent. None when it proves that it is them; else the forms with what is missing."""
    try:
        return _try(request)
    except proof.TooManyTries:
        limit = _("Too many tries. Wait ten minutes, then try again.")
        return replace(proof_forms(request), limit=limit, status=429)


def _try(request: SignedInRequest) -> Proof | None:
    if request.POST.get("by") == "send-code":
        proof.send_code(request)
        return proof_forms(request)
    wrong = _wrong(request)
    return replace(proof_forms(request), errors=wrong, status=422) if wrong else None


def _wrong(request: SignedInRequest) -> dict[str, str]:
    """What is wrong with the proof that was sent, as `Proof.errors`; empty when it holds."""
    if "credential" in request.POST:
        holds = proof.proves_passkey(request, request.POST["credential"])
        return {} if holds else {"passkey": _("This passkey did not work.")}
    if request.POST.get("by") == "code":
        typed = request.POST.get("code", "")
        return {} if proof.proves_code(request, typed) else {"code": _code_error(typed)}
    holds = proof.proves_password(request, request.POST.get("password", ""))
    return {} if holds else {"password": _("This is not your password. Try again, or use a code by email.")}


def _code_error(typed: str) -> str:
    count = sum(character.isdecimal() for character in typed)
    if count != 6:
        return _("This has %(count)s digits. The code has 6.") % {"count": count}
    return _("This is not the code we sent last. Look in the newest mail, or send a new code.")


@require_http_methods(["GET", "HEAD", "POST"])
@settings_area
def confirm(request: HttpRequest) -> HttpResponse:
    """Where `proof.fresh_proof` leads to, and from where it goes on."""
    asked = cast("SignedInRequest", request)
    next_url = _own(asked.POST.get("next") or asked.GET.get("next", ""))
    state = try_proof(asked) if asked.method == "POST" else proof_forms(asked)
    if state is None:
        proof.accept(asked)
        return redirect(next_url)
    context = {"proof": state, "next_url": next_url}
    return render(asked, "portal/confirm_any.jinja", context, status=state.status)


@require_POST
@settings_area
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked for a proof by passkey, as JSON."""
    return JsonResponse(passkeys.options_to_prove(cast("SignedInRequest", request).user))


def _own(address: str) -> str:
    """An address of this site, else Settings."""
    fits = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if fits else reverse("settings") + "#security"
