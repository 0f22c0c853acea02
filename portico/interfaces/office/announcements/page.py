"""One announcement: how it will look and who gets it, the button that sends it, how far it is, and stop."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portico.domain.preferences.actions.announcements import remove_draft, stop_sending
from portico.domain.preferences.errors import Stale
from portico.domain.preferences.models import Announcement, AnnouncementState
from portico.domain.preferences.queries import count_mails, count_receivers, list_announcements
from portico.domain.team.rights import Right
from portico.interfaces.office.gates import team
from portico.interfaces.ui.contact_form import posted_number
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import send_announcement
from portico.workflows.letters.announcement import announcement_letter
from portico.workflows.letters.letter import facts_of, letter_text


def get_announcement(announcement_id: UUID) -> Announcement:
    """The announcement with its topic, or the page that says there is none."""
    found = list_announcements().filter(id=announcement_id).first()
    if found is None:
        raise Http404
    return found


@team(Right.SEND_ANNOUNCEMENTS)
@require_safe
def announcement(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The page; for HTMX, while it is being sent, how far it is."""
    asked = cast("SignedInRequest", request)
    shown = get_announcement(announcement_id)
    if request.headers.get("HX-Request-Type") == "partial":
        return render(request, "office/_announcement_progress.jinja", _progress(shown))
    return _show(asked, shown)


@team(Right.SEND_ANNOUNCEMENTS)
@require_POST
def send(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Begin sending the draft that was looked at. A second press changes nothing."""
    asked = cast("SignedInRequest", request)
    shown = get_announcement(announcement_id)
    try:
        send_announcement.run(shown, expected_version=posted_number(request.POST, "version"), by=actor(asked))
    except Stale:
        current = get_announcement(announcement_id)
        if current.state == AnnouncementState.DRAFT:
            return _show(asked, current, stale=True, status=409)
    return redirect("office_announcement", announcement_id=announcement_id)


@team(Right.SEND_ANNOUNCEMENTS)
@require_POST
def stop(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Send no more of it, for good."""
    stop_sending(get_announcement(announcement_id), by=actor(cast("SignedInRequest", request)))
    return redirect("office_announcement", announcement_id=announcement_id)


@team(Right.SEND_ANNOUNCEMENTS)
@require_POST
def remove(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """Throw a draft away; what was sent stays in the list."""
    try:
        remove_draft(get_announcement(announcement_id), by=actor(cast("SignedInRequest", request)))
    except Stale:
        return redirect("office_announcement", announcement_id=announcement_id)
    return redirect("office_announcements")


def _show(request: SignedInRequest, shown: Announcement, *, stale: bool = False, status: int = 200) -> HttpResponse:
    viewer, topic = request.user, shown.topic
    letter = announcement_letter(topic, viewer, subject=shown.subject, body=shown.body)
    is_draft = shown.state == AnnouncementState.DRAFT
    facts = facts_of(letter, contact=viewer, site=request.site)
    context = {
        **_progress(shown),
        **{name: facts[name] for name in ("letter", "greeting", "sign_off", "address")},
        "receivers": count_receivers([topic])[topic.id] if is_draft else shown.total,
        "is_draft": is_draft,
        "stale": stale,
        "text": letter_text(letter, contact=viewer, site=request.site),
        "sender": request.site.sender_name or request.site.name,
    }
    return render(request, "office/announcement.jinja", context, status=status)


def _progress(shown: Announcement) -> dict[str, object]:
    mails = count_mails(shown) if shown.state != AnnouncementState.DRAFT else {}
    waiting = mails.get("waiting", 0)
    is_running = shown.state == AnnouncementState.SENDING or waiting > 0
    return {
        "announcement": shown,
        "mails": {name: mails.get(name, 0) for name in ("sent", "waiting", "failed")},
        "is_running": is_running and shown.state != AnnouncementState.STOPPED,
    }
