"""Contact information: the section, its save, and its redraw for another country."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.core.text import canonical_email
from portico.domain.contacts import email_changes
from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings.proof import keep_new_email
from portico.interfaces.portal.settings.sections import Section, answer, draw, said, say_once
from portico.interfaces.ui.contact_form import (
    ContactForm,
    based_on,
    label_of,
    stale_form,
    stored_form,
    typed_details,
    typed_form,
)
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_details, change_email

ANCHOR = "contact"


def section(request: SignedInRequest, form: ContactForm | None = None) -> Section:
    """The section as it opens, or with the form given."""
    context = {
        "form": form or stored_form(request.user, saved=said(request, ANCHOR)),
        "pending": email_changes.find_pending(request.user),
        "label_of": label_of,
    }
    template = "portal/_contact_section.jinja"
    return draw(request, anchor=ANCHOR, label=_("Contact information"), template=template, context=context)


@require_POST
@settings_area
def save(request: HttpRequest) -> HttpResponse:
    """What the section's buttons send: save, another country's fields, or what to do with a pending email."""
    asked = cast("SignedInRequest", request)
    if asked.POST.get("do") == "country":
        return answer(asked, section(asked, typed_form(asked.user, asked.POST)))
    typed = typed_details(asked.POST)
    try:
        changes_email = _checked(typed, asked.user)
        details = replace(typed, email=asked.user.email_as_typed) if changes_email else typed
        change_details.run(
            asked.user, typed=details, expected_version=based_on(asked.user, asked.POST), by=actor(asked)
        )
    except InvalidDetails as refused:
        form = typed_form(asked.user, asked.POST, errors=refused.errors)
        return answer(asked, section(asked, form), status=422)
    except StaleDetails as refused:
        asked.user = refused.current
        return answer(asked, section(asked, stale_form(refused.current, asked.POST)), status=409)
    if changes_email:
        keep_new_email(asked, typed.email)
        return _lead_to(asked, reverse("settings_email"))
    return _saved(asked)


def _checked(typed: Details, contact: Contact) -> bool:
    """Whether the save asks for another address. Raises InvalidDetails for anything wrong in the form."""
    return canonical_email(cleaned_details(typed).email) != contact.email


def _saved(request: SignedInRequest) -> HttpResponse:
    sentence = _("Saved at %(time)s. Your receipts, past ones too, now show this.")
    if request.site.freezes_details:
        sentence = _("Saved at %(time)s. Receipts keep the details they have.")
    saved = sentence % {"time": time_text(clock.now())}
    if "HX-Request" in request.headers:
        return answer(request, section(request, stored_form(request.user, saved=saved)))
    return say_once(request, ANCHOR, saved)


def _lead_to(request: SignedInRequest, address: str) -> HttpResponse:
    """To another page, also out of an HTMX request, which would follow a redirect by itself."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@require_POST
@settings_area
def redraw(request: HttpRequest) -> HttpResponse:
    """The fields of the country chosen in the form that was sent; changes nothing.

    A POST, because it carries what was typed, and addresses must not hold that.
    """
    asked = cast("SignedInRequest", request)
    context = {"form": typed_form(asked.user, asked.POST), "part": asked.POST.get("part")}
    return render(request, "portal/_contact_fields.jinja", context)


@require_POST
@settings_area
def pending_email(request: HttpRequest) -> HttpResponse:
    """Send the link of a pending change again, or keep the old address."""
    asked = cast("SignedInRequest", request)
    if asked.POST.get("do") == "keep":
        email_changes.withdraw(asked.user, by=actor(asked))
        return say_once(asked, ANCHOR, _("Your old address stays. The link we sent no longer works."))
    pending = email_changes.find_pending(asked.user)
    if pending is None:
        return redirect(reverse("settings") + f"#{ANCHOR}")
    try:
        change_email.ask(asked.user, new_email=pending.new_email_as_typed, site=asked.site, by=actor(asked))
    except change_email.TooManyChanges:
        return say_once(asked, ANCHOR, _("Not sent: that was often enough for now. Try again in an hour."))
    return say_once(asked, ANCHOR, _("Sent again. Only the newest link works."))
