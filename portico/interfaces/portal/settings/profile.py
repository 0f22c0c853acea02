"""Profile: picture, time zone and notification preferences, saved together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock, dates
from portico.domain.communities.queries import kept_elsewhere
from portico.domain.contacts.errors import InvalidDetails, StaleDetails
from portico.domain.preferences.models import Topic
from portico.domain.preferences.queries import TopicState, list_states
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings import avatar
from portico.interfaces.portal.settings.sections import Section, answer, draw, said, say_once
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.interfaces.ui.time_zones import zone_label, zone_options
from portico.workflows import change_profile

ANCHOR = "profile"


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """What the section shows. `differences`: what somebody saved meanwhile, by field id, as label and value."""

    time_zone: str
    topics: Sequence[tuple[Topic, bool]]
    version: str
    errors: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    picture: avatar.Taken | None = None
    saved: str = ""

    def error(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return self.errors.get(name, "")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the section lists."""
        pictures = self.picture.problems if self.picture else []
        return [*pictures, *(Problem(text, f"id_{name}") for name, text in self.errors.items())]

    @property
    def lost_picture(self) -> bool:
        """A picture was chosen, and the save was refused for something else: browsers do not keep files."""
        refused = bool(self.errors or self.differences)
        return refused and self.picture is not None and self.picture.pictures is not None


def section(request: SignedInRequest, form: ProfileForm | None = None) -> Section:
    """The section as it opens, or with the form given."""
    shown = form or _stored(request, list_states(request.user), saved=said(request, ANCHOR))
    own, options = request.user.time_zone, zone_options()
    context = {
        "form": shown,
        "picture": avatar.field(request, shown.picture),
        "zones": options,
        "other_zone": (own, _other_label(own)) if own and own not in options else None,
        "site_zone": zone_label(request.site.time_zone),
        "has_zone": bool(own),
        "email": request.user.email_as_typed,
        "now": time_text(clock.now()),
        "kept_elsewhere": kept_elsewhere(request.user),
    }
    return draw(request, anchor=ANCHOR, label=_("Profile"), template="portal/_profile_section.jinja", context=context)


@require_POST
@settings_area
def save(request: HttpRequest) -> HttpResponse:
    """Store what was changed: the whole section, or nothing of it."""
    asked = cast("SignedInRequest", request)
    states = list_states(asked.user)
    form = _typed(asked, states)
    if form.picture and form.picture.error:
        return answer(asked, section(asked, form), status=422)
    if form.version != _fingerprint(asked, states) and _differs(asked, states, form):
        return _refuse_stale(asked, states, form)
    try:
        changed = change_profile.run(
            asked.user,
            time_zone=form.time_zone,
            topics={topic.id: is_on for topic, is_on in form.topics},
            by=actor(asked),
        )
    except InvalidDetails as refused:
        return answer(asked, section(asked, replace(form, errors=refused.errors)), status=422)
    except StaleDetails as refused:
        asked.user = refused.current
        return _refuse_stale(asked, list_states(asked.user), form)
    asked.user = changed
    if form.picture:
        avatar.keep(asked, form.picture)
    return _saved(asked)


def _saved(request: SignedInRequest) -> HttpResponse:
    with timezone.override(dates.zone(request.user.time_zone, request.site.time_zone)):
        saved = _("Saved at %(time)s.") % {"time": time_text(clock.now())}
        if "HX-Request" not in request.headers:
            return say_once(request, ANCHOR, saved)
        return answer(request, section(request, _stored(request, list_states(request.user), saved=saved)))


def _refuse_stale(request: SignedInRequest, states: Sequence[TopicState], form: ProfileForm) -> HttpResponse:
    """What was typed stays; what is saved now stands beside it. The next save counts."""
    differences: dict[str, tuple[str, str]] = {}
    if form.time_zone != request.user.time_zone:
        differences["time_zone"] = (_("Time zone"), zone_label(request.user.time_zone or request.site.time_zone))
    differences |= {
        f"topic_{state.topic.id}": (state.topic.name, _("On") if state.is_on else _("Off"))
        for state, (_topic, is_on) in zip(states, form.topics, strict=True)
        if is_on != state.is_on
    }
    stale = replace(form, version=_fingerprint(request, states), differences=differences)
    return answer(request, section(request, stale), status=409)


def _stored(request: SignedInRequest, states: Sequence[TopicState], *, saved: str = "") -> ProfileForm:
    topics = [(state.topic, state.is_on) for state in states]
    return ProfileForm(request.user.time_zone, topics, _fingerprint(request, states), saved=saved)


def _typed(request: SignedInRequest, states: Sequence[TopicState]) -> ProfileForm:
    """What was sent, for the topics there are now."""
    on = set(request.POST.getlist("topic"))
    topics = [(state.topic, str(state.topic.id) in on) for state in states]
    zone = request.POST.get("time_zone", request.user.time_zone)
    return ProfileForm(zone, topics, request.POST.get("version", ""), picture=avatar.take(request))


def _differs(request: SignedInRequest, states: Sequence[TopicState], form: ProfileForm) -> bool:
    """Whether saving would change anything: a repeat of what is stored is never refused."""
    return form.time_zone != request.user.time_zone or [is_on for _topic, is_on in form.topics] != [
        state.is_on for state in states
    ]


def _fingerprint(request: SignedInRequest, states: Sequence[TopicState]) -> str:
    """What a form was opened with. The words of topics are part of it: they are what a customer agrees to."""
    topics = [(str(state.topic.id), state.topic.wording, state.is_on) for state in states]
    written = json.dumps([request.user.time_zone, topics])
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _other_label(zone: str) -> str:
    """A stored zone that is not in the list: an older name of a place, or one nobody knows any more."""
    label = zone_label(zone)
    return label if label != zone else _("%(zone)s (unknown, so the site's counts)") % {"zone": zone}
