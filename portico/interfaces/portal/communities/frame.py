"""What every page of a community is drawn in: its name and tabs, who you are here, what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.domain.communities.access import Visitor
from portico.domain.communities.queries import count_members
from portico.domain.communities.telling import count_unread
from portico.interfaces.portal.communities.people import author
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a new community."""

    label: str
    url: str
    is_current: bool
    count: int = 0


def show(
    request: SignedInRequest, visitor: Visitor, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page with name and tabs; two statements at most."""
    around = {"visitor": visitor, "community": visitor.community, "tabs": _tabs(request, visitor)}
    return render(request, f"portal/communities/{template}.jinja", {**around, **context}, status=status)


def beside(visitor: Visitor) -> dict[str, Any]:
    """What stands beside the posts: you here, and how many you are; five statements."""
    return {"you": author(visitor, visitor.contact), "member_count": count_members(visitor.community)}


def address(visitor: Visitor, name: str = "community", *more: object) -> str:
    """The address of one of this community's pages."""
    return reverse(name, args=[visitor.community.slug, *more])


def _tabs(request: SignedInRequest, visitor: Visitor) -> list[Tab]:
    """Of a new community; a legacy one has its feed alone."""
    if visitor.is_legacy:
        return []
    feed, notices = address(visitor), address(visitor, "community_notices")
    settings = address(visitor, "community_settings")
    own = (notices, settings)
    return [
        Tab(_("Feed"), feed, not request.path.startswith(own)),
        Tab(_("Notices"), notices, request.path.startswith(notices), count_unread(visitor)),
        Tab(_("Your profile and notifications"), settings, request.path.startswith(settings)),
    ]
