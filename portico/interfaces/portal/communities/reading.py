"""Pages that are read: the list of communities, a feed, a post, a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portico.core import ids
from portico.core.paging import Place
from portico.domain.communities.access import Visitor, find_post
from portico.domain.communities.models import Post
from portico.domain.communities.queries import (
    Talk,
    comments_page,
    count_comments,
    feed,
    find_person,
    list_open,
    posts_of,
    talks,
)
from portico.interfaces.portal.communities.doors import inside
from portico.interfaces.portal.communities.frame import address, beside, show
from portico.interfaces.portal.communities.people import author
from portico.interfaces.portal.communities.shown import name_of, shown_posts
from portico.interfaces.portal.gates import signed_in
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest

NOTHING_TYPED: Mapping[str, str] = {"title": "", "text": ""}


@require_safe
@signed_in
def communities(request: HttpRequest) -> HttpResponse:
    """Those that the viewer may enter; the only one at once."""
    asked = cast("SignedInRequest", request)
    found = list_open(asked.user, asked.role)
    if len(found) == 1:
        return redirect("community", slug=found[0].slug)
    return render(request, "portal/communities/list.jinja", {"communities": found})


@require_safe
@inside
def community_feed(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """Posts, newest first. `older`, `newer`: the key of a page."""
    return show_feed(request, visitor)


def show_feed(
    request: SignedInRequest,
    visitor: Visitor,
    *,
    typed: Mapping[str, str] = NOTHING_TYPED,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The feed with the form above it, as it opens or with what was typed."""
    page = feed(visitor, _place(request))
    context = {
        "posts": shown_posts(visitor, page.rows, talks(visitor, page.rows)),
        "newer": _page_address(address(visitor), "newer", page.newer),
        "older": _page_address(address(visitor), "older", page.older),
        "typed": typed,
        "errors": errors or {},
        "new_id": ids.find_id(typed.get("new_id", "")) or ids.new_id(),
        **beside(visitor),
    }
    return show(request, visitor, "feed", context, status=status)


@require_safe
@inside
def post_page(request: SignedInRequest, visitor: Visitor, post_id: UUID) -> HttpResponse:
    """One post with its comments. `comment`: a page that holds it; `older`, `newer`: the key of a page."""
    return show_post(request, visitor, get_post(visitor, post_id))


def show_post(
    request: SignedInRequest,
    visitor: Visitor,
    post: Post,
    *,
    typed: Mapping[str, str] = NOTHING_TYPED,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A post's page with the form below it, as it opens or with what was typed."""
    page = comments_page(visitor, post, _place(request))
    talk = Talk(page.rows[::-1], count_comments(visitor, post))
    own = address(visitor, "community_post", post.id)
    context = {
        "post": shown_posts(visitor, [post], {post.id: talk})[0],
        "earlier": _page_address(own, "older", page.older),
        "later": _page_address(own, "newer", page.newer),
        "typed": typed,
        "errors": errors or {},
        "new_id": ids.find_id(typed.get("new_id", "")) or ids.new_id(),
        **beside(visitor),
    }
    return show(request, visitor, "post", context, status=status)


@require_safe
@inside
def person(request: SignedInRequest, visitor: Visitor, person_id: UUID) -> HttpResponse:
    """How somebody shows themselves here, and what they wrote last."""
    contact = find_person(visitor, person_id)
    if contact is None:
        raise Http404
    written = [(post.id, name_of(post), post.written_at) for post in posts_of(visitor, contact.id)]
    context = {"author": author(visitor, contact), "written": written}
    return show(request, visitor, "person", context)


def get_post(visitor: Visitor, post_id: UUID) -> Post:
    """A post this visitor sees, or 404."""
    post = find_post(visitor, post_id)
    if post is None:
        raise Http404
    return post


def _place(request: HttpRequest) -> Place:
    keys = {name: ids.find_id(request.GET.get(name, "")) for name in ("older", "newer", "comment")}
    return Place(older_than=keys["older"], newer_than=keys["newer"], beginning_with=keys["comment"])


def _page_address(own: str, name: str, key: UUID | None) -> str:
    return f"{own}?{name}={key}" if key else ""
