"""Social profile: bio, location and names at networks. For holders of a legacy community, and all while the directory
is offered; for others there is no such section.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.catalog.models import ProductKind
from portico.domain.directory.models import Entry
from portico.domain.directory.queries import find_entry, is_offered
from portico.domain.grants.queries import list_access
from portico.domain.profiles.errors import InvalidProfile, StaleProfile
from portico.domain.profiles.models import SocialProfile
from portico.domain.profiles.networks import NETWORKS, label_of_network
from portico.domain.profiles.social import FIELDS, find_social_profile, values_of
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings import directory
from portico.interfaces.portal.settings.sections import Section, answer, draw, said, say_once
from portico.interfaces.ui.contact_form import posted_number
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_social_profile

ANCHOR = "social"


@dataclass(frozen=True, slots=True)
class SocialForm:
    """What the section shows. `differences`: what somebody saved meanwhile, by field, as label and value."""

    values: Mapping[str, str]
    version: int
    errors: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    saved: str = ""

    def value(self, name: str) -> str:
        """What a field shows."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with it, or ""."""
        return self.errors.get(name, "")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the section lists: the field, then what is wrong with it."""
        return [
            Problem(f"{label_of(name)}: {self.errors[name]}", f"id_{name}") for name in FIELDS if name in self.errors
        ]


def label_of(name: str) -> str:
    """What a field is called."""
    return {"bio": _("Bio"), "location": _("Location")}.get(name) or label_of_network(name)


def section(request: SignedInRequest, form: SocialForm | None = None) -> Section | None:
    """The section as it opens, or with the form given; None for who has no social profile."""
    communities = _legacy_communities(request)
    offered = is_offered(request.site)
    if not communities and not offered:
        return None
    shown = form or _stored(find_social_profile(request.user.id), saved=said(request, ANCHOR))
    context = {
        "form": shown,
        "appears": _where_it_appears(communities, in_directory=offered),
        "networks": [(key, network.label, network.before) for key, network in NETWORKS.items()],
        "hidden": _hidden_entry(request) if offered else None,
        "preview": directory.preview(request) if offered and shown.saved else None,
    }
    return draw(
        request, anchor=ANCHOR, label=_("Social profile"), template="portal/_social_section.jinja", context=context
    )


def _legacy_communities(request: SignedInRequest) -> list[str]:
    """Titles of the legacy communities they may use now."""
    access = list_access(request.user.id)
    return [each.product.title for each in access if each.product.kind == ProductKind.LEGACY_COMMUNITY]


def _where_it_appears(communities: list[str], *, in_directory: bool) -> str:
    if not communities:
        return _("Shown to signed-in customers if you list yourself in the customer directory.")
    sentence = _("Shown to members of %(communities)s.")
    if in_directory:
        sentence = _(
            "Shown to members of %(communities)s, and to signed-in customers if you list yourself in the customer "
            "directory."
        )
    newer = _("Newer communities keep their own profile, inside the community.")
    return f"{sentence % {'communities': ', '.join(communities)}} {newer}"


def _hidden_entry(request: SignedInRequest) -> Entry | None:
    entry = find_entry(request.user.id)
    return entry if entry.is_listed and entry.hidden_at else None


@require_POST
@settings_area
def save(request: HttpRequest) -> HttpResponse:
    """Store the profile, or say what is wrong with it."""
    asked = cast("SignedInRequest", request)
    if not is_offered(asked.site) and not _legacy_communities(asked):
        raise Http404
    typed = {name: asked.POST.get(name, "") for name in FIELDS}
    version = posted_number(asked.POST, "version")
    form = SocialForm(typed, version)
    try:
        profile = change_social_profile.run(asked.user.id, typed=typed, expected_version=version, by=actor(asked))
    except InvalidProfile as refused:
        return answer(asked, section(asked, replace(form, errors=refused.errors)), status=422)
    except StaleProfile as refused:
        return answer(asked, section(asked, _stale(form, refused.current)), status=409)
    saved = _("Saved at %(time)s.") % {"time": time_text(clock.now())}
    if "HX-Request" not in asked.headers:
        return say_once(asked, ANCHOR, saved)
    return answer(asked, section(asked, _stored(profile, saved=saved)))


def _stored(profile: SocialProfile, *, saved: str = "") -> SocialForm:
    return SocialForm(values_of(profile), profile.version, saved=saved)


def _stale(form: SocialForm, current: SocialProfile) -> SocialForm:
    """What was typed stays; what is saved now stands beside it. The next save counts."""
    now = values_of(current)
    typed = {name: value.replace("\r\n", "\n").strip() for name, value in form.values.items()}
    differences = {name: (label_of(name), now[name]) for name in FIELDS if now[name] != typed[name]}
    return replace(form, version=current.version, differences=differences)
