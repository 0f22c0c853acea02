"""The edit page: the customer's own form, with an email that is in force at once."""

from __future__ import annotations

from dataclasses import replace
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.core import clock
from portico.core.text import canonical_email
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import EmailTaken, InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Membership
from portico.domain.team.rights import Right, may_change_email
from portico.interfaces.office.contacts.page import SAVED, TAX_FIELDS, get_contact
from portico.interfaces.office.gates import team
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
from portico.interfaces.ui.pages import render, shown_person
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import correct_details


@team(Right.EDIT_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The page; a POST saves, or shows the fields of another country (`do=country`)."""
    asked = cast("SignedInRequest", request)
    contact = get_contact(contact_id)
    if request.method != "POST":
        return _show(asked, contact, stored_form(contact))
    if asked.POST.get("do") == "country":
        return _show(asked, contact, typed_form(contact, asked.POST))
    return _save(asked, contact)


@team(Right.EDIT_CONTACTS)
@require_POST
def address_fields(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The fields of the country chosen in the form that was sent; changes nothing."""
    contact = get_contact(contact_id)
    context = {
        "contact": contact,
        "form": typed_form(contact, request.POST),
        "part": request.POST.get("part"),
    }
    return render(request, "office/_contact_details_fields.jinja", context)


def _save(request: SignedInRequest, contact: Contact) -> HttpResponse:
    typed, before = _typed(request, contact), contact.details
    try:
        changed = correct_details.run(
            contact,
            typed=typed,
            expected_version=based_on(contact, request.POST),
            site=request.site,
            by=actor(request),
        )
    except InvalidDetails as refused:
        return _show(request, contact, typed_form(contact, request.POST, errors=refused.errors), status=422)
    except EmailTaken:
        holder = Contact.objects.filter(email=canonical_email(typed.email)).first()
        errors = {"email": _("Another contact has this address.")}
        form = typed_form(contact, request.POST, errors=errors)
        return _show(request, contact, form, holder=holder, status=422)
    except StaleDetails as refused:
        return _show(request, refused.current, stale_form(refused.current, request.POST), status=409)
    request.session[SAVED] = _saved_sentence(request, before, changed.details)
    return redirect("office_contact", contact_id=contact.id)


def _typed(request: SignedInRequest, contact: Contact) -> Details:
    """What was typed. Without the right to change emails the one that stands is taken, whatever was sent."""
    typed = typed_details(request.POST)
    if may_change_email(request.role, of=_role_of(contact)):
        return typed
    return replace(typed, email=contact.email_as_typed)


def _role_of(contact: Contact) -> str:
    return Membership.objects.filter(contact_id=contact.id).values_list("role", flat=True).first() or ""


def _saved_sentence(request: SignedInRequest, before: Details, after: Details) -> str:
    sentence = _("Saved at %(time)s. Their receipts, past ones too, now show this.")
    if request.site.freezes_details:
        sentence = _("Saved at %(time)s. Receipts keep the details they have.")
    saved = sentence % {"time": time_text(clock.now())}
    if any(getattr(before, name) != getattr(after, name) for name in TAX_FIELDS):
        saved += " " + _("Tax already paid does not change.")
    return saved


def _show(
    request: SignedInRequest,
    contact: Contact,
    form: ContactForm,
    *,
    holder: Contact | None = None,
    status: int = 200,
) -> HttpResponse:
    role = _role_of(contact)
    context = {
        "contact": contact,
        "person": shown_person(contact),
        "is_in_team": bool(role),
        "form": form,
        "holder": holder,
        "label_of": label_of,
        "may_change_email": may_change_email(request.role, of=role),
    }
    return render(request, "office/contact_details.jinja", context, status=status)
