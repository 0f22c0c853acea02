"""The external user ID: one field, saved by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.contacts.actions import set_external_id
from portico.domain.contacts.errors import ExternalIdTaken, InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact
from portico.domain.team.rights import Right
from portico.interfaces.office.contacts.page import SAVED, get_contact, show_contact
from portico.interfaces.office.contacts.shapes import ExternalIdForm
from portico.interfaces.office.gates import team
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor


@team(Right.EDIT_CONTACTS)
@require_POST
def external_id(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Save the ID, or say what is wrong with it."""
    asked = cast("SignedInRequest", request)
    contact = get_contact(contact_id)
    form = ExternalIdForm(asked.POST.get("external_id", ""), asked.POST.get("was", ""))
    try:
        changed = _save(asked, contact, form)
    except InvalidDetails as refused:
        return _show(asked, contact, replace(form, error=refused.errors["external_id"]), status=422)
    except ExternalIdTaken as refused:
        error = _("%(name)s has this ID already.") % {"name": refused.holder.shown_name}
        return _show(asked, contact, replace(form, error=error, holder=refused.holder), status=422)
    except StaleDetails as refused:
        now = refused.current.external_id or ""
        error = _("Not saved yet: meanwhile it was changed to “%(now)s”. Save again to replace that.") % {"now": now}
        return _show(asked, refused.current, replace(form, was=now, error=error), status=409)
    saved = _("Saved at %(time)s.") % {"time": time_text(clock.now())}
    if "HX-Request" in request.headers:
        return _show(asked, changed, ExternalIdForm.of(changed, saved))
    asked.session[SAVED] = saved
    return redirect(reverse("office_contact", args=[contact.id]) + "#external-id")


def _save(request: SignedInRequest, contact: Contact, form: ExternalIdForm) -> Contact:
    """Another field that somebody saved meanwhile does no harm here: only this one is compared."""
    stands = contact.external_id or ""
    if form.was != stands and form.value.strip() != stands:
        raise StaleDetails(contact)
    return set_external_id(contact, external_id=form.value, expected_version=contact.version, by=actor(request))


def _show(request: SignedInRequest, contact: Contact, form: ExternalIdForm, *, status: int = 200) -> HttpResponse:
    if "HX-Request" in request.headers:
        context = {"contact": contact, "external": form, "can_edit": True}
        return render(request, "office/_external_id.jinja", context, status=status)
    return show_contact(request, contact, external=form, status=status)
