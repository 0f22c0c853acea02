"""Signing in with a passkey: no email is asked, the passkey knows whose it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core.limits.counting import is_allowed
from portico.interfaces.portal.sign_in import passkeys
from portico.interfaces.portal.sign_in.entering import enter, visitor_address
from portico.interfaces.portal.sign_in.views import SAID, too_many
from portico.workflows.sign_in_rights import can_sign_in


@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked, as JSON."""
    if not is_allowed("passkey-options", visitor_address(request), most=60, seconds=600):
        return too_many(request)
    return JsonResponse(passkeys.options_to_prove(None))


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the passkey belongs to, if they may."""
    if request.user.is_authenticated:
        return redirect("home")
    if not is_allowed("passkey-sign-in", visitor_address(request), most=30, seconds=600):
        return too_many(request)
    try:
        contact = passkeys.proven(request.POST.get("credential", "")).user
    except passkeys.NotProven:
        return _refuse(request)
    if not can_sign_in(contact):
        return _refuse(request)
    stays = request.POST.get("remember") == "on"
    return enter(request, contact, with_what="passkey", stays=stays, next_url=request.POST.get("next"))


def _refuse(request: HttpRequest) -> HttpResponse:
    """One sentence for every reason."""
    request.session[SAID] = _("This passkey does not open anything here.")
    return redirect("account_login")
