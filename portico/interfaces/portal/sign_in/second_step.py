"""The second step: a code from the app, a recovery code or a passkey, for those who turned it on.

Between both steps nobody is signed in; the session only knows who gave the right password. A passkey alone turns
nothing on: it takes the place of the password, and asks for finger, face or PIN itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.core.history import Actor
from portico.core.limits.counting import give_back, is_allowed
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import passkeys as kept
from portico.domain.contacts.security import two_step
from portico.interfaces.portal.gates import View
from portico.interfaces.portal.sign_in import passkeys
from portico.interfaces.portal.sign_in.entering import visitor_address
from portico.interfaces.ui.pages import render
from portico.workflows import note_failed_sign_in
from portico.workflows.sign_in_rights import can_sign_in

KEY = "second_step"
# Per contact and per network address: seconds and tries within them. A new sign-in does not begin anew.
LIMITS = ((300, 5, 10), (3600, 20, 50), (86400, 50, 500))


class SecondStep(LoginStage):  # type: ignore[misc]  # the library has no types
    """Stands between the first proof and being signed in, whichever way somebody came."""

    key = KEY
    urlname = KEY

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Nothing for those who have not turned it on, or who came with a passkey."""
        contact: Contact = self.login.user
        came_with = (self.login.signal_kwargs or {}).get("with_what")
        if came_with == "passkey" or not two_step.is_on(contact):
            return None, True
        self.state["hash"] = contact.get_session_auth_hash()
        self.request.session.cycle_key()
        return redirect(KEY), True


_step = cast("Callable[[View], View]", login_stage_required(stage=KEY, redirect_urlname="account_login"))


@require_http_methods(["GET", "HEAD", "POST"])
@_step
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code; signed in when it fits."""
    stage: SecondStep = request._login_stage  # type: ignore[attr-defined]  # the decorator puts it there
    contact: Contact = stage.login.user
    if stage.state.get("hash") != contact.get_session_auth_hash() or not can_sign_in(contact):
        return _leave(stage)  # a new password meanwhile: begin again
    if request.method != "POST":
        return _page(request, contact)
    if not _count(request, contact):
        return _page(request, contact, limit=_("Too many tries. Wait a few minutes, then try again."), status=429)
    if not _proves(request, contact):
        note_failed_sign_in.run(contact, step="second")
        return _page(request, contact, error=_error(request), status=422)
    _forget_try(request, contact)
    answer: HttpResponse = stage.exit()
    return answer


@require_POST
@_step
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked, as JSON."""
    stage: SecondStep = request._login_stage  # type: ignore[attr-defined]
    return JsonResponse(passkeys.options_to_prove(stage.login.user))


def _leave(stage: SecondStep) -> HttpResponse:
    answer: HttpResponse = stage.abort()
    return answer


def _proves(request: HttpRequest, contact: Contact) -> bool:
    if "credential" in request.POST:
        try:
            passkeys.proven(request.POST["credential"], contact=contact)
        except passkeys.NotProven:
            return False
        return True
    return bool(two_step.proves(contact, typed=request.POST.get("code", ""), by=Actor("customer", contact.id)))


def _error(request: HttpRequest) -> str:
    if "credential" in request.POST:
        return _("This passkey did not work. Try again, or type a code.")
    return _("This code does not fit. Use the newest one, or a recovery code that was not used yet.")


def _count(request: HttpRequest, contact: Contact) -> bool:
    """Count a try everywhere, also when an earlier count refuses it."""
    counts = [
        is_allowed(f"second-step-{seconds}-{whose}", who, most=most, seconds=seconds)
        for seconds, of_contact, of_address in LIMITS
        for whose, who, most in (
            ("contact", contact.id, of_contact),
            ("address", visitor_address(request), of_address),
        )
    ]
    return all(counts)


def _forget_try(request: HttpRequest, contact: Contact) -> None:
    """Only this try: what was guessed wrong from this address stays counted."""
    for seconds, _of_contact, _of_address in LIMITS:
        give_back(f"second-step-{seconds}-contact", contact.id)
        give_back(f"second-step-{seconds}-address", visitor_address(request))


def _page(
    request: HttpRequest, contact: Contact, *, error: str = "", limit: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "error": error,
        "limit": limit,
        "has_passkey": bool(kept.list_passkeys(contact)),
    }
    return render(request, "portal/second_step.jinja", context, status=status)
