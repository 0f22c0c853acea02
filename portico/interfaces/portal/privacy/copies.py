"""Download my data: asking for the copy, watching it being made, downloading it."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from portico.core.limits.counting import is_allowed
from portico.domain.privacy import actions
from portico.domain.privacy.models import CopyState
from portico.domain.privacy.queries import find_newest_copy, find_own_copy
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings.proof import fresh_proof
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor


@require_http_methods(["GET", "HEAD", "POST"])
@settings_area
@fresh_proof
def copy_page(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, and see how far it is."""
    asked = cast("SignedInRequest", request)
    if request.method != "POST":
        return _show(asked)
    if not is_allowed("data-copy", asked.user.id, most=3, seconds=24 * 3600):
        return _show(asked, limit=True, status=429)
    actions.ask_for_copy(asked.user, by=actor(asked))
    return redirect("settings_copy")


@require_safe
@settings_area
def progress(request: HttpRequest) -> HttpResponse:
    """How far it is, for a page that asks every few seconds."""
    asked = cast("SignedInRequest", request)
    return render(request, "portal/_copy_state.jinja", {"copy": find_newest_copy(asked.user)})


def _show(request: SignedInRequest, *, limit: bool = False, status: int = 200) -> HttpResponse:
    copy = find_newest_copy(request.user)
    is_waiting = copy is not None and copy.state == CopyState.WAITING
    context = {"copy": copy, "is_waiting": is_waiting, "limit": limit}
    return render(request, "portal/copy.jinja", context, status=status)


@require_safe
@settings_area
@fresh_proof
def download(request: HttpRequest, copy_id: UUID) -> HttpResponseBase:
    """The ZIP, streamed; for its person alone, for a week."""
    asked = cast("SignedInRequest", request)
    copy = find_own_copy(asked.user, copy_id)
    if copy is None or not default_storage.exists(copy.file):
        raise Http404
    return FileResponse(
        default_storage.open(copy.file), as_attachment=True, filename="my-data.zip", content_type="application/zip"
    )
