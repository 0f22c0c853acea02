"""Hiding a contact's entry in the customer directory, with a reason they read, and showing it again."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import hide_entry, restore_entry
from portico.domain.directory.errors import InvalidReason
from portico.domain.directory.models import Entry
from portico.domain.team.rights import Right
from portico.interfaces.office.contacts.directory_panel import DirectoryPanel, directory_panel
from portico.interfaces.office.contacts.page import SAVED, get_contact, show_contact
from portico.interfaces.office.gates import team
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor


@team(Right.EDIT_CONTACTS)
@require_POST
def directory_entry(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Hide the entry (with a `reason`), or show it again (`do=restore`)."""
    asked = cast("SignedInRequest", request)
    contact = get_contact(contact_id)
    reason = asked.POST.get("reason", "")
    try:
        saved = _change(asked, contact, reason)
    except Entry.DoesNotExist:
        raise Http404 from None
    except InvalidReason as refused:
        panel = directory_panel(contact, reason=reason, error=str(refused))
        return _show(asked, contact, panel, status=422)
    if "HX-Request" in asked.headers:
        return _show(asked, contact, directory_panel(contact, saved=saved))
    asked.session[SAVED] = saved
    return redirect(reverse("office_contact", args=[contact.id]) + "#directory-entry")


def _change(request: SignedInRequest, contact: Contact, reason: str) -> str:
    """What was done, as a sentence."""
    now = {"time": time_text(clock.now())}
    if request.POST.get("do") == "restore":
        restore_entry(contact.id, by=actor(request))
        return _("Shown again at %(time)s.") % now
    hide_entry(contact.id, reason=reason, by=actor(request))
    return _("Hidden at %(time)s. They read your reason in their settings.") % now


def _show(request: SignedInRequest, contact: Contact, panel: DirectoryPanel, *, status: int = 200) -> HttpResponse:
    if "HX-Request" in request.headers:
        context = {"contact": contact, "directory": panel, "can_edit": True}
        return render(request, "office/_directory_entry.jinja", context, status=status)
    return show_contact(request, contact, directory=panel, status=status)
