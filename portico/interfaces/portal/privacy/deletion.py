"""Delete my account: what goes, what stays until when, a typed word, and a week to change one's mind."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.domain.privacy import actions
from portico.domain.privacy.queries import find_deletion
from portico.domain.receipts.models import Receipt
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.privacy.section import ANCHOR
from portico.interfaces.portal.settings.proof import fresh_proof
from portico.interfaces.portal.settings.sections import say_once
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows.letters import privacy as letters
from portico.workflows.letters.letter import send_letter


@require_http_methods(["GET", "HEAD", "POST"])
@settings_area
@fresh_proof
def deletion_page(request: HttpRequest) -> HttpResponse:
    """The page that says everything, and its two answers."""
    asked = cast("SignedInRequest", request)
    if request.method != "POST":
        return _show(asked)
    if asked.POST.get("do") == "keep":
        actions.withdraw_deletion(asked.user, by=actor(asked))
        return say_once(asked, ANCHOR, _("Your account stays."))
    if asked.role:
        return _show(asked, status=403)
    if asked.POST.get("word", "").strip().casefold() != _word().casefold():
        error = _("Type the word “%(word)s”, so that nothing is deleted by mistake.") % {"word": _word()}
        return _show(asked, error=error, status=422)
    _ask(asked)
    return say_once(asked, ANCHOR, _("Your account will be deleted. You can change your mind for 7 days."))


def _word() -> str:
    return _("delete")


def _ask(request: SignedInRequest) -> None:
    with transaction.atomic():
        deletion, is_new = actions.ask_for_deletion(request.user, by=actor(request))
        if is_new:
            letter = letters.deletion_asked(request.user, deletion, request.site)
            send_letter(letter, to=request.user.email_as_typed, contact=request.user, site=request.site)


def _show(request: SignedInRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    newest = Receipt.objects.filter(contact=request.user).order_by("-issued_at").first()
    context = {
        "deletion": find_deletion(request.user),
        "is_team": bool(request.role),
        "receipt_count": Receipt.objects.filter(contact=request.user).count(),
        "kept_until": newest.issued_at.year + request.site.retention_years if newest else None,
        "word": _word(),
        "error": error,
    }
    return render(request, "portal/deletion.jinja", context, status=status)
