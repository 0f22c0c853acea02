"""The owner's notification topics: added, worded, put in order, archived and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.domain.preferences.actions import topics as actions
from portico.domain.preferences.errors import InvalidText, Stale
from portico.domain.preferences.models import Topic
from portico.domain.team.rights import Right
from portico.interfaces.office.gates import team
from portico.interfaces.office.site.page import SAVED, show_page
from portico.interfaces.office.site.topic_rows import ANCHOR, TopicForm, topic_facts
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor


@team(Right.EDIT_SITE)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A new topic, from the form below the list."""
    asked = cast("SignedInRequest", request)
    form = TopicForm.typed(asked.POST)
    try:
        actions.add_topic(name=form.name, about=form.about, on_for_new=form.on_for_new, by=actor(asked))
    except InvalidText as refused:
        return _show_section(asked, replace(form, errors=refused.errors), status=422)
    return _done(asked, _("Added. Customers find it in Settings."))


@team(Right.EDIT_SITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """The page of one topic's words."""
    asked, topic = cast("SignedInRequest", request), _get_topic(topic_id)
    if request.method != "POST":
        return _show_form(asked, topic, TopicForm.of(topic))
    form = TopicForm.typed(asked.POST)
    values = {"name": form.name, "about": form.about, "on_for_new": form.on_for_new}
    try:
        actions.change_topic(topic, **values, expected_version=form.version, by=actor(asked))  # type: ignore[arg-type]
    except InvalidText as refused:
        return _show_form(asked, topic, replace(form, errors=refused.errors), status=422)
    except Stale:
        current = _get_topic(topic_id)
        return _show_form(asked, current, replace(form, version=current.version, now=current), status=409)
    return _done(asked, _("Saved. What customers chose stays."))


@team(Right.EDIT_SITE)
@require_POST
def archive(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Offer it no longer."""
    asked = cast("SignedInRequest", request)
    actions.archive_topic(_get_topic(topic_id), by=actor(asked))
    return _done(asked, _("Archived. Customers no longer see it; what they chose is kept."))


@team(Right.EDIT_SITE)
@require_POST
def bring_back(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """Offer it again."""
    asked = cast("SignedInRequest", request)
    try:
        actions.bring_back_topic(_get_topic(topic_id), by=actor(asked))
    except InvalidText:
        return _done(asked, _("Not brought back: another topic has its name now. Give that one another name first."))
    return _done(asked, _("Brought back, with what customers chose before."))


@team(Right.EDIT_SITE)
@require_POST
def move(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """One place up or down."""
    asked = cast("SignedInRequest", request)
    actions.move_topic(_get_topic(topic_id), up=asked.POST.get("to") == "up", by=actor(asked))
    return _done(asked, _("Moved."))


def _get_topic(topic_id: UUID) -> Topic:
    topic = Topic.objects.filter(id=topic_id).first()
    if topic is None:
        raise Http404
    return topic


def _done(request: SignedInRequest, sentence: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        return _show_section(request, saved=sentence)
    request.session[SAVED] = (ANCHOR, sentence)
    return redirect(f"{reverse('office_site')}#{ANCHOR}")


def _show_section(
    request: SignedInRequest, form: TopicForm | None = None, *, saved: str = "", status: int = 200
) -> HttpResponse:
    """The section alone for HTMX, else the page with it."""
    facts = topic_facts(request.role, form, saved=saved)
    if "HX-Request" not in request.headers:
        return show_page(request, topics=facts, status=status)
    return render(request, "office/_site_topics.jinja", {"topics": facts}, status=status)


def _show_form(request: SignedInRequest, topic: Topic, form: TopicForm, *, status: int = 200) -> HttpResponse:
    return render(request, "office/site_topic.jinja", {"topic": topic, "form": form}, status=status)
