"""Two-step sign-in: setting up the app, recovery codes, turning it off."""

from __future__ import annotations

from typing import cast

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.core import one_time_codes
from portico.core.limits.counting import is_allowed
from portico.core.secrets import Unreadable, seal, unseal
from portico.domain.contacts.security import two_step
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.security.section import ANCHOR, back_to_section, go_on
from portico.interfaces.portal.settings.proof import fresh_proof
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_sign_in

KEY = "two_step_key"  # in the session, sealed: the key that the app is being given

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@settings_area
@fresh_proof
def set_up(request: HttpRequest) -> HttpResponse:
    """Give the key to the app, and prove by a code that it has it. Also puts another app in the place of the first."""
    asked = cast("SignedInRequest", request)
    key = _key(asked)
    if asked.method != "POST":
        return _set_up_page(asked, key)
    if not is_allowed("two-step-set-up", asked.user.id, most=20, seconds=600):
        return _set_up_page(asked, key, error=_("Too many tries. Wait ten minutes, then try again."), status=429)
    codes = change_sign_in.turn_on_two_step(
        asked.user,
        key=key,
        typed=asked.POST.get("code", ""),
        site=asked.site,
        by=actor(asked),
        session_key=asked.session.session_key,
    )
    if codes is None:
        error = _("This is not the code the app shows now. Is the clock of the device right?")
        return _set_up_page(asked, key, error=error, status=422)
    del asked.session[KEY]
    go_on(asked)
    return _codes_page(asked, codes, turned_on=True)


def _set_up_page(request: SignedInRequest, key: str, *, error: str = "", status: int = 200) -> HttpResponse:
    address = one_time_codes.app_address(key, account=request.user.email_as_typed, issuer=request.site.name)
    path, size = qr_path(address)
    context = {
        "is_on": two_step.is_on(request.user),
        "key_parts": [key[start : start + 4] for start in range(0, len(key), 4)],
        "qr_path": path,
        "qr_size": size,
        "error": error,
    }
    return render(request, "portal/two_step_set_up.jinja", context, status=status)


@_form
@settings_area
@fresh_proof
def turn_off(request: HttpRequest) -> HttpResponse:
    """Asked once, then signing in needs no code."""
    asked = cast("SignedInRequest", request)
    if not two_step.is_on(asked.user):
        return redirect(reverse("settings") + f"#{ANCHOR}")
    if asked.method != "POST":
        return render(asked, "portal/two_step_off.jinja")
    key = asked.session.session_key
    if change_sign_in.turn_off_two_step(asked.user, site=asked.site, by=actor(asked), session_key=key):
        go_on(asked)
    return back_to_section(asked, _("Two-step sign-in is off. Your other devices are signed out."))


@_form
@settings_area
@fresh_proof
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes, shown in the answer and never again."""
    asked = cast("SignedInRequest", request)
    if not two_step.is_on(asked.user):
        return redirect(reverse("settings") + f"#{ANCHOR}")
    if asked.method != "POST":
        return render(asked, "portal/recovery_codes_new.jinja")
    key = asked.session.session_key
    codes = change_sign_in.make_recovery_codes(asked.user, site=asked.site, by=actor(asked), session_key=key)
    if codes is None:
        return redirect(reverse("settings") + f"#{ANCHOR}")
    go_on(asked)
    return _codes_page(asked, codes, turned_on=False)


def _codes_page(request: SignedInRequest, codes: list[str], *, turned_on: bool) -> HttpResponse:
    shown = [f"{code[:5]} {code[5:]}" for code in codes]
    title = _("Recovery codes for %(site)s, %(email)s. Each works once.")
    heading = title % {"site": request.site.name, "email": request.user.email_as_typed}
    context = {"codes": shown, "turned_on": turned_on, "file_text": "\r\n".join([heading, "", *shown, ""])}
    return render(request, "portal/recovery_codes.jinja", context)


def _key(request: SignedInRequest) -> str:
    """The key of the set-up that is under way; the same until it is done, so that a reload does not spoil it."""
    sealed = request.session.get(KEY)
    if sealed:
        try:
            return unseal(sealed)
        except Unreadable:
            pass
    key = one_time_codes.new_key()
    request.session[KEY] = seal(key)
    return key


def qr_path(text: str) -> tuple[str, int]:
    """A QR code as the path of an SVG, and how many modules it is wide with its quiet margin."""
    drawn = qrcode.QRCode(border=4)
    drawn.add_data(text)
    rows = drawn.get_matrix()
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return "".join(squares), len(rows)
