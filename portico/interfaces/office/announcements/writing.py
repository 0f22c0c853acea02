"""Writing an announcement: a new one, and a draft again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.core import ids
from portico.domain.preferences.actions.announcements import change_announcement, write_announcement
from portico.domain.preferences.checking import cleaned_announcement
from portico.domain.preferences.errors import InvalidText, Stale
from portico.domain.preferences.models import Announcement, AnnouncementState, Topic
from portico.domain.preferences.queries import list_topics
from portico.domain.team.rights import Right
from portico.interfaces.office.announcements.page import get_announcement
from portico.interfaces.office.gates import team
from portico.interfaces.ui.contact_form import posted_number
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor


@dataclass(frozen=True, slots=True)
class AnnouncementForm:
    """What the form shows. `now`: the draft as somebody saved it meanwhile."""

    topic: str = ""
    subject: str = ""
    body: str = ""
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    now: Announcement | None = None

    def error(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return self.errors.get(name, "")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the form lists."""
        return [Problem(text, f"id_{name}") for name, text in self.errors.items()]


@team(Right.SEND_ANNOUNCEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft; `topic` in the address chooses its topic. Saving leads to the preview; nothing is sent yet."""
    asked = cast("SignedInRequest", request)
    if request.method != "POST":
        return _show(asked, None, AnnouncementForm(topic=request.GET.get("topic", "")))
    return _save(asked, None)


@team(Right.SEND_ANNOUNCEMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, announcement_id: UUID) -> HttpResponse:
    """The text of a draft. What is being sent cannot be edited: its page says how far it is."""
    asked = cast("SignedInRequest", request)
    announcement = get_announcement(announcement_id)
    if announcement.state != AnnouncementState.DRAFT:
        return redirect("office_announcement", announcement_id=announcement_id)
    if request.method != "POST":
        return _show(asked, announcement, _stored(announcement))
    return _save(asked, announcement)


def _save(request: SignedInRequest, announcement: Announcement | None) -> HttpResponse:
    form = _typed(request)
    try:
        saved = _store(request, announcement, _topic(form), form)
    except InvalidText as refused:
        return _show(request, announcement, replace(form, errors=refused.errors), status=422)
    except Stale:
        current = get_announcement(announcement.id) if announcement else None
        if current is None or current.state != AnnouncementState.DRAFT:
            return redirect("office_announcements")
        return _show(request, current, replace(form, version=current.version, now=current), status=409)
    return redirect("office_announcement", announcement_id=saved.id)


def _store(
    request: SignedInRequest, announcement: Announcement | None, topic: Topic, form: AnnouncementForm
) -> Announcement:
    by = actor(request)
    if announcement is None:
        return write_announcement(topic=topic, subject=form.subject, body=form.body, by=by)
    return change_announcement(
        announcement, topic=topic, subject=form.subject, body=form.body, expected_version=form.version, by=by
    )


def _stored(announcement: Announcement) -> AnnouncementForm:
    return AnnouncementForm(str(announcement.topic_id), announcement.subject, announcement.body, announcement.version)


def _typed(request: HttpRequest) -> AnnouncementForm:
    post = request.POST
    return AnnouncementForm(
        post.get("topic", ""), post.get("subject", ""), post.get("body", ""), posted_number(post, "version")
    )


def _topic(form: AnnouncementForm) -> Topic:
    """The topic chosen. Raises InvalidText where none in use was, naming what else is wrong too."""
    topic_id = ids.find_id(form.topic)
    topic = list_topics().filter(id=topic_id).first() if topic_id else None
    if topic is None:
        raise InvalidText({"topic": _("Choose a topic."), **_wrong_words(form)})
    return topic


def _wrong_words(form: AnnouncementForm) -> Mapping[str, str]:
    try:
        cleaned_announcement(subject=form.subject, body=form.body)
    except InvalidText as refused:
        return refused.errors
    return {}


def _show(
    request: SignedInRequest, announcement: Announcement | None, form: AnnouncementForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "announcement": announcement,
        "form": form,
        "topics": [(str(topic.id), topic.name) for topic in list_topics()],
    }
    return render(request, "office/announcement_text.jinja", context, status=status)
