"""The section "Password and security", and the change of password in it."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.contacts.security.devices import list_devices
from portico.domain.contacts.security.means import list_means, password_changed_at
from portico.domain.contacts.security.passwords import WeakPassword, check_new_password
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings import proof
from portico.interfaces.portal.settings.sections import Section, answer, draw, said, say_once
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_sign_in

ANCHOR = "security"


def section(request: SignedInRequest, errors: dict[str, str] | None = None, *, saved: str = "") -> Section:
    """The section as it opens, or with what is wrong in the form for a new password."""
    contact, wrong = request.user, errors or {}
    context = {
        "has_password": contact.has_usable_password(),
        "changed_at": password_changed_at(contact),
        "errors": wrong,
        "problems": [Problem(text, f"id_{name}") for name, text in wrong.items()],
        "means": list_means(contact),
        "devices": list_devices(contact),
        "session_key": request.session.session_key,
        "saved": saved or said(request, ANCHOR),
    }
    template = "portal/_security_section.jinja"
    return draw(request, anchor=ANCHOR, label=_("Password and security"), template=template, context=context)


@require_POST
@settings_area
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, by the one they have. Every other session ends."""
    asked = cast("SignedInRequest", request)
    if not asked.user.has_usable_password():
        return redirect("settings_first_password")
    try:
        errors = _errors(asked)
    except proof.TooManyTries:
        limit = _("Too many tries. Wait ten minutes, then try again.")
        return answer(asked, section(asked, {"current_password": limit}), status=429)
    if errors:
        return answer(asked, section(asked, errors), status=422)
    store(asked, asked.POST["new_password"])
    saved = _("Changed at %(time)s. Your other devices are signed out.") % {"time": time_text(clock.now())}
    if "HX-Request" in asked.headers:
        return answer(asked, section(asked, saved=saved))
    return say_once(asked, ANCHOR, saved)


def _errors(request: SignedInRequest) -> dict[str, str]:
    """What is wrong, by field. Raises TooManyTries."""
    errors = {}
    if not proof.proves_password(request, request.POST.get("current_password", "")):
        errors["current_password"] = _("This is not your password.")
    try:
        check_new_password(request.user, request.POST.get("new_password", ""))
    except WeakPassword as refused:
        errors["new_password"] = " ".join(refused.sentences)
    return errors


def store(request: SignedInRequest, password: str) -> None:
    """Store a password that was checked; this session goes on under a new id."""
    key = request.session.session_key
    change_sign_in.choose_password(
        request.user, password=password, site=request.site, by=actor(request), session_key=key
    )
    go_on(request)


def go_on(request: SignedInRequest) -> None:
    """After a change that ended every other session: this one gets a new id and the hash it now needs."""
    update_session_auth_hash(request, request.user)


def back_to_section(request: SignedInRequest, sentence: str) -> HttpResponse:
    """To the section, which says once what was done; also out of an HTMX request."""
    there = say_once(request, ANCHOR, sentence)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": reverse("settings") + f"#{ANCHOR}"})
    return there
