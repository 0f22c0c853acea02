"""Signing out other devices."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.domain.contacts.security import devices
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.security.section import back_to_section, go_on
from portico.interfaces.portal.sign_in.sessions import DEVICE
from portico.interfaces.ui.requests import SignedInRequest, actor


@require_POST
@settings_area
def sign_out_device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """End one of the viewer's own sessions; the one they sit at as well."""
    asked = cast("SignedInRequest", request)
    if not devices.sign_out_device(asked.user, device_id=device_id, by=actor(asked)):
        raise Http404
    if asked.session.get(DEVICE) == str(device_id):
        logout(asked)
        return redirect("account_login")
    return back_to_section(asked, _("Signed out there."))


@require_POST
@settings_area
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    asked = cast("SignedInRequest", request)
    devices.sign_out_others(asked.user, but=asked.session.session_key, by=actor(asked))
    go_on(asked)
    return back_to_section(asked, _("Signed out everywhere else."))
