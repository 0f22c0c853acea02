"""A password for somebody who has none."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.domain.contacts.security.passwords import WeakPassword, check_new_password
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.security.section import ANCHOR, back_to_section, store
from portico.interfaces.portal.settings.proof import fresh_proof
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@settings_area
@fresh_proof
def first_password(request: HttpRequest) -> HttpResponse:
    """Who has one changes it by that."""
    asked = cast("SignedInRequest", request)
    if asked.user.has_usable_password():
        return redirect(reverse("settings") + f"#{ANCHOR}")
    if asked.method != "POST":
        return render(asked, "portal/first_password.jinja", {"error": ""})
    password = asked.POST.get("new_password", "")
    try:
        check_new_password(asked.user, password)
    except WeakPassword as refused:
        return render(asked, "portal/first_password.jinja", {"error": " ".join(refused.sentences)}, status=422)
    store(asked, password)
    return back_to_section(asked, _("You have a password now. Your other devices are signed out."))
