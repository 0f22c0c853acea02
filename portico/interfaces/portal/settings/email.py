"""The change of email: "Confirm it is you", and the pages behind the links in the mails."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.domain.contacts import email_changes
from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.errors import InvalidDetails
from portico.domain.contacts.models import EmailChange, EmailChangeState
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings import proof
from portico.interfaces.portal.settings.contact import ANCHOR
from portico.interfaces.portal.settings.proving import Proof, proof_forms, try_proof
from portico.interfaces.portal.settings.sections import say_once
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import Request, SignedInRequest, actor
from portico.workflows import change_email


@require_http_methods(["GET", "HEAD", "POST"])
@settings_area
def confirm_it_is_you(request: HttpRequest) -> HttpResponse:
    """Ask for proof, each time anew, before the new address gets its link."""
    asked = cast("SignedInRequest", request)
    new_email = asked.POST.get("new_email") or asked.session.get(proof.NEW_EMAIL, "")
    if not _is_usable(asked, new_email):
        return redirect(reverse("settings") + "#contact")
    if request.method != "POST":
        return _ask_for_proof(asked, new_email, proof_forms(asked))
    state = try_proof(asked)
    if state is not None:
        proof.keep_new_email(asked, new_email)
        return _ask_for_proof(asked, new_email, state)
    return _ask_for_change(asked, new_email)


def _ask_for_change(request: SignedInRequest, new_email: str) -> HttpResponse:
    proof.forget(request)
    request.session.cycle_key()
    try:
        change_email.ask(request.user, new_email=new_email, site=request.site, by=actor(request))
    except change_email.TooManyChanges:
        return say_once(request, ANCHOR, _("Not changed: that was often enough for now. Try again in an hour."))
    return redirect(reverse("settings") + "#contact")


def _ask_for_proof(request: SignedInRequest, new_email: str, state: Proof) -> HttpResponse:
    context = {"new_email": new_email, "proof": state}
    return render(request, "portal/confirm.jinja", context, status=state.status)


def _is_usable(request: SignedInRequest, email: str) -> bool:
    """Held to the form's own rules: the address comes back from the browser, and may be another one by now."""
    try:
        cleaned_details(replace(request.user.details, email=email))
    except InvalidDetails as refused:
        return "email" not in refused.errors
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link to the new address: a page with one button, for its contact alone."""
    asked = cast("Request", request)
    change = email_changes.find_by_token(token)
    viewer = request.user if request.user.is_authenticated else None
    is_theirs = change is not None and viewer is not None and change.contact_id == viewer.id
    if change is not None and not is_theirs and email_changes.can_be_confirmed(change):
        return render(request, "portal/email_button.jinja", {"state": "sign_in", "next": request.path}, status=403)
    if change is None or not is_theirs or not email_changes.can_be_confirmed(change):
        return _dead_link(request, change if is_theirs else None)
    if request.method != "POST":
        return render(request, "portal/email_button.jinja", {"state": "button", "change": change})
    signed_in = cast("SignedInRequest", request)
    by = actor(signed_in)
    if change_email.confirm(change, site=asked.site, by=by) is None:
        return _dead_link(request, change)
    if not asked.site.has_user_menu and by.kind == "customer":
        return redirect("library")
    return say_once(signed_in, ANCHOR, _("Your new email is in force. You sign in with it from now on."))


def _dead_link(request: HttpRequest, change: EmailChange | None) -> HttpResponse:
    """410. To its own contact it says what is in force and offers a new link where one makes sense."""
    can_ask_again = change is not None and change.state == EmailChangeState.PENDING
    context = {"state": "dead", "change": change, "can_ask_again": can_ask_again}
    return render(request, "portal/email_button.jinja", context, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
def undo_link(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link to the old address: take the change back, without signing in."""
    change = email_changes.find_by_undo_token(token)
    if change is None or not email_changes.can_be_undone(change):
        return render(request, "portal/email_undo.jinja", {"state": "dead"}, status=410)
    if request.method != "POST":
        return render(request, "portal/email_undo.jinja", {"state": "button", "change": change})
    if change_email.undo(change, site=cast("Request", request).site) is None:
        return render(request, "portal/email_undo.jinja", {"state": "dead"}, status=410)
    if request.user.is_authenticated:
        logout(request)
        request.role = ""  # type: ignore[attr-defined]
    return render(request, "portal/email_undo.jinja", {"state": "done", "change": change})
