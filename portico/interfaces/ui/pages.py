"""Drawing a page: the frame around it is the same for all, so it is put together here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from portico.domain.contacts.models import Contact
from portico.domain.directory.queries import is_offered
from portico.domain.site import models as site_models
from portico.domain.team.models import Role
from portico.domain.team.rights import Right, may
from portico.interfaces.ui.addresses import page_address
from portico.interfaces.ui.context import Link, Navigation, OfficeNavigation, Site, Viewer
from portico.interfaces.ui.people import colour_number, initials
from portico.interfaces.ui.requests import Request

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page in its frame. `template` is one of ours; `context` is what the page itself needs."""
    return HttpResponse(draw(request, template, context), status=status)


def draw(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None) -> str:
    """The same as text, for a piece of a page."""
    return render_to_string(template, {**frame(request), **(context or {})})


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the layouts need: site, viewer, navigation. Costs no statement."""
    contact = request.user if request.user.is_authenticated else None
    role = getattr(request, "role", "")
    picture = getattr(request, "avatar_token", "")
    # each time anew: a save may just have changed the name or the picture
    viewer = shown_person(contact, role, picture) if contact else None
    return {**_surroundings(cast("Request", request), role), "viewer": viewer}


def _surroundings(request: Request, role: str) -> dict[str, Any]:
    """What is the same for everything that is drawn for one request."""
    kept: dict[str, Any] | None = getattr(request, "surroundings", None)
    if kept is None:
        kept = {
            "request": request,
            # one for all forms of the page: each would be masked anew, and the masking is felt
            "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
            "site": shown_site(request.site),
            "navigation": _navigation(request, role),
            "office_navigation": _office_navigation(request.path, role),
        }
        request.surroundings = kept  # type: ignore[attr-defined]
    return kept


def shown_site(site: site_models.Site) -> Site:
    """The business as layouts draw it."""
    from portico.interfaces.ui.look import (
        logo_url,
        stylesheet_url,
    )  # it reverses addresses that need this module

    lines = [line.strip() for line in site.seller_address.splitlines() if line.strip()]
    return Site(
        name=site.name,
        language=site.language,
        direction="rtl" if site.language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        logo_url=logo_url(site),
        stylesheet_url=stylesheet_url(site),
        contact_email=site.contact_email,
        footer_line=", ".join([site.name, *lines[:2]]),
    )


def shown_person(contact: Contact, role: str = "", avatar_token: str = "") -> Viewer:
    """A person as avatars and menus draw them; the token is from `profiles.avatars.tokens_of`, "" for initials."""
    return Viewer(
        id=str(contact.id),
        name=contact.full_name,
        email=contact.email_as_typed,
        initials=initials(contact.full_name, contact.email),
        colour=colour_number(contact.id),
        role_label=str(Role(role).label) if role else "",
        is_team=bool(role),
        avatar_url=reverse("avatar", args=[avatar_token, 64]) if avatar_token else "",
        avatar_large_url=reverse("avatar", args=[avatar_token, 256]) if avatar_token else "",
    )


def _navigation(request: Request, role: str) -> Navigation:
    account = [
        _link(request.path, _("Settings"), "settings", "settings"),
        _link(request.path, _("Purchase history"), "purchases", "receipt"),
    ]
    office = [_link(request.path, _("Back office"), "office", "building-store")] if role else []
    # the address leads on to the only one there is
    enters = getattr(request, "enters_community", False)
    community = [_link(request.path, _("Community"), "communities", "messages")] if enters else []
    offered = is_offered(request.site) and request.user.is_authenticated
    directory = [_link(request.path, _("Directory"), "directory", "users")] if offered else []
    shows = request.site.has_user_menu or bool(role)
    return Navigation(
        shows_user_menu=shows,
        home_url=page_address("home"),
        header=[_link(request.path, _("Library"), "library", "books"), *community, *directory],
        side=account if shows else (),
        user_menu=account + office if shows else (),
    )


def _office_navigation(path: str, role: str) -> OfficeNavigation:
    links = [_link(path, _("Contacts"), "office_contacts", "users")]
    if may(role, Right.SEND_ANNOUNCEMENTS):
        links.append(_link(path, _("Announcements"), "office_announcements", "mail"))
    links.append(_link(path, _("Communities"), "office_communities", "messages"))
    links.append(_link(path, _("Site"), "office_site", "settings"))
    return OfficeNavigation(links=links, home_url=page_address("office"), customer_site_url=page_address("library"))


def _link(path: str, label: str, name: str, icon: str) -> Link:
    address = page_address(name)
    return Link(label, address, icon, is_current=path.startswith(address))
