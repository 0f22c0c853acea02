"""Customer directory: be listed or not, with or without links. Only while the site has a directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.directory.actions import change_choice
from portico.domain.directory.errors import NamelessEntry, StaleEntry
from portico.domain.directory.models import Entry
from portico.domain.directory.queries import find_entry, is_offered, shown_entry
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.settings.sections import Section, answer, draw, said, say_once
from portico.interfaces.ui.contact_form import posted_number
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.entries import EntryCard, entry_card
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.requests import SignedInRequest, actor

ANCHOR = "directory"
ON = "on"  # how a browser sends a switch


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """What the section shows. `differences`: what somebody saved meanwhile, by field, as label and value."""

    is_listed: bool
    shows_links: bool
    version: int
    hidden: bool
    error: str = ""
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    saved: str = ""

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the section lists."""
        return [Problem(self.error, "id_full_name")] if self.error else []


def section(request: SignedInRequest, form: ChoiceForm | None = None) -> Section | None:
    """The section as it opens, or with the form given; None while there is no directory."""
    if not is_offered(request.site):
        return None
    shown = form or _stored(find_entry(request.user.id), saved=said(request, ANCHOR))
    context = {"form": shown, "preview": preview(request)}
    template = "portal/_directory_section.jinja"
    return draw(request, anchor=ANCHOR, label=_("Customer directory"), template=template, context=context)


def preview(request: SignedInRequest) -> EntryCard:
    """How the customer would stand in the directory, with their links."""
    return entry_card(shown_entry(request.user, shows_links=True))


@require_POST
@settings_area
def save(request: HttpRequest) -> HttpResponse:
    """Store the choice."""
    asked = cast("SignedInRequest", request)
    if not is_offered(asked.site):
        raise Http404
    is_listed, shows_links = asked.POST.get("listed") == ON, asked.POST.get("links") == ON
    version = posted_number(asked.POST, "version")
    try:
        entry = change_choice(
            asked.user.id, is_listed=is_listed, shows_links=shows_links, expected_version=version, by=actor(asked)
        )
    except NamelessEntry:
        error = _("Write your full name first, under Contact information: the directory shows it.")
        return answer(
            asked, section(asked, ChoiceForm(is_listed, shows_links, version, hidden=False, error=error)), status=422
        )
    except StaleEntry as refused:
        return answer(asked, section(asked, _stale(is_listed, shows_links, refused.current)), status=409)
    saved = _("Saved at %(time)s.") % {"time": time_text(clock.now())}
    if "HX-Request" not in asked.headers:
        return say_once(asked, ANCHOR, saved)
    return answer(asked, section(asked, _stored(entry, saved=saved)))


def _stored(entry: Entry, *, saved: str = "") -> ChoiceForm:
    hidden = entry.hidden_at is not None
    return ChoiceForm(entry.is_listed, entry.shows_links, entry.version, hidden, saved=saved)


def _stale(is_listed: bool, shows_links: bool, current: Entry) -> ChoiceForm:
    """What was chosen here stays; what is saved now stands beside it. The next save counts."""
    rows = (
        ("listed", _("List me in the customer directory"), is_listed, current.is_listed),
        ("links", _("Include my social links"), shows_links, current.shows_links),
    )
    differences = {name: (label, _("On") if now else _("Off")) for name, label, typed, now in rows if typed != now}
    hidden = current.hidden_at is not None
    return ChoiceForm(is_listed, shows_links, current.version, hidden, differences=differences)
