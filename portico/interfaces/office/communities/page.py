"""One community: what it says about itself, which notices it has, who is in it, what was hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portico.core import ids
from portico.core.paging import Place
from portico.domain.catalog.models import ProductKind
from portico.domain.communities.errors import InvalidWords, Stale
from portico.domain.communities.lists import hidden_in
from portico.domain.communities.models import Community, NoticeKind
from portico.domain.communities.opening import change_community
from portico.domain.communities.queries import count_members, members_page
from portico.domain.profiles.avatars import tokens_of
from portico.domain.team.rights import Right, may
from portico.interfaces.office.gates import team
from portico.interfaces.ui.pages import render, shown_person
from portico.interfaces.ui.requests import SignedInRequest, actor


@team(Right.READ)
@require_http_methods(["GET", "HEAD", "POST"])
def community(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """The page, and the save of its form by who may change the site."""
    asked = cast("SignedInRequest", request)
    found = Community.objects.select_related("product").filter(id=community_id).first()
    if found is None:
        raise Http404
    if asked.method != "POST":
        return _page(asked, found)
    if not may(asked.role, Right.EDIT_SITE):
        raise PermissionDenied
    return _save(asked, found)


def _save(request: SignedInRequest, found: Community) -> HttpResponse:
    typed = request.POST.get("about", "")
    enabled = set(request.POST.getlist("notices"))
    disabled = [kind for kind in NoticeKind.values if kind not in enabled]
    if found.product.kind != ProductKind.COMMUNITY:
        disabled = found.disabled_notices
    version = request.POST.get("version", "")
    based_on = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    try:
        change_community(found, about=typed, disabled=disabled, expected_version=based_on, by=actor(request))
    except InvalidWords as refused:
        return _page(request, found, typed=typed, disabled=disabled, errors=refused.errors, status=422)
    except Stale as refused:
        return _page(request, refused.current, typed=typed, disabled=disabled, is_stale=True, status=409)
    return redirect("office_community", community_id=found.id)


def _page(
    request: SignedInRequest,
    found: Community,
    *,
    typed: str | None = None,
    disabled: list[str] | None = None,
    errors: Mapping[str, str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    place = Place(
        older_than=ids.find_id(request.GET.get("older", "")), newer_than=ids.find_id(request.GET.get("newer", ""))
    )
    page = members_page(found, place)
    tokens = tokens_of([contact.id for contact in page.rows])
    own = reverse("office_community", args=[found.id])
    context = {
        "community": found,
        "is_new": found.product.kind == ProductKind.COMMUNITY,
        "about": found.about if typed is None else typed,
        "disabled": found.disabled_notices if disabled is None else disabled,
        "stored": found if is_stale else None,
        "errors": errors or {},
        "kinds": NoticeKind,
        "can_edit": may(request.role, Right.EDIT_SITE),
        "members": [(contact, shown_person(contact, "", tokens.get(contact.id, ""))) for contact in page.rows],
        "member_count": count_members(found),
        "newer": f"{own}?newer={page.newer}" if page.newer else "",
        "older": f"{own}?older={page.older}" if page.older else "",
        "hidden": hidden_in(found),
    }
    return render(request, "office/communities/page.jinja", context, status=status)
