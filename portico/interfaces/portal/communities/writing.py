"""Forms that write: a post, a comment, a change of one's own, and its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.core import ids
from portico.domain.communities import posting
from portico.domain.communities.access import Visitor, find_comment
from portico.domain.communities.errors import InvalidWords, NotAllowed, Stale, TooOften
from portico.domain.communities.models import Comment, Post
from portico.interfaces.portal.communities.doors import inside
from portico.interfaces.portal.communities.frame import address, show
from portico.interfaces.portal.communities.reading import get_post, show_feed, show_post
from portico.interfaces.ui.requests import SignedInRequest, actor

Typed = Mapping[str, str]
Refuse = Callable[[dict[str, str], int], HttpResponse]


@require_POST
@inside
def write_post(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """A new post; then the feed, which it leads."""
    typed = _typed(request)

    def write() -> HttpResponse:
        posting.write_post(visitor, post_id=_new_id(typed), title=typed["title"], text=typed["text"], by=actor(request))
        return redirect(address(visitor))

    return _attempt(
        write, lambda errors, status: show_feed(request, visitor, typed=typed, errors=errors, status=status)
    )


@require_POST
@inside
def write_comment(request: SignedInRequest, visitor: Visitor, post_id: UUID) -> HttpResponse:
    """A comment below a post; then the post's page, at the comment."""
    post, typed = get_post(visitor, post_id), _typed(request)

    def write() -> HttpResponse:
        comment = posting.write_comment(visitor, post, comment_id=_new_id(typed), text=typed["text"], by=actor(request))
        return redirect(at_comment(visitor, comment))

    return _attempt(
        write, lambda errors, status: show_post(request, visitor, post, typed=typed, errors=errors, status=status)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside
def edit_post(request: SignedInRequest, visitor: Visitor, post_id: UUID) -> HttpResponse:
    """One's own post, changed."""
    return _edit(request, visitor, get_post(visitor, post_id))


@require_http_methods(["GET", "HEAD", "POST"])
@inside
def edit_comment(request: SignedInRequest, visitor: Visitor, comment_id: UUID) -> HttpResponse:
    """One's own comment, changed."""
    return _edit(request, visitor, get_comment(visitor, comment_id))


@require_http_methods(["GET", "HEAD", "POST"])
@inside
def delete_post(request: SignedInRequest, visitor: Visitor, post_id: UUID) -> HttpResponse:
    """One's own post, gone with its comments; asked before."""
    return _delete(request, visitor, get_post(visitor, post_id))


@require_http_methods(["GET", "HEAD", "POST"])
@inside
def delete_comment(request: SignedInRequest, visitor: Visitor, comment_id: UUID) -> HttpResponse:
    """One's own comment, gone; asked before."""
    return _delete(request, visitor, get_comment(visitor, comment_id))


def get_comment(visitor: Visitor, comment_id: UUID) -> Comment:
    """A comment this visitor sees, or 404."""
    comment = find_comment(visitor, comment_id)
    if comment is None:
        raise Http404
    return comment


def at_comment(visitor: Visitor, comment: Comment) -> str:
    """The page that shows a comment, at it."""
    return f"{address(visitor, 'community_post', comment.post_id)}?comment={comment.id}#comment-{comment.id}"


def at(visitor: Visitor, written: Post | Comment) -> str:
    """The page that shows a post or comment."""
    if isinstance(written, Comment):
        return at_comment(visitor, written)
    return address(visitor, "community_post", written.id)


def _edit(request: SignedInRequest, visitor: Visitor, written: Post | Comment) -> HttpResponse:
    _own(visitor, written)
    if request.method != "POST":
        return _editor(request, visitor, written, typed=_stored(written))
    typed = _typed(request)
    based_on = _moment(request.POST.get("edited_at", ""))
    by = actor(request)

    def write() -> HttpResponse:
        if isinstance(written, Post):
            posting.edit_post(visitor, written, title=typed["title"], text=typed["text"], based_on=based_on, by=by)
        else:
            posting.edit_comment(visitor, written, text=typed["text"], based_on=based_on, by=by)
        return redirect(at(visitor, written))

    try:
        return _attempt(
            write,
            lambda errors, status: _editor(request, visitor, written, typed=typed, errors=errors, status=status),
        )
    except Stale:
        return _editor(request, visitor, written, typed=typed, stored=_stored(written), status=409)


def _editor(
    request: SignedInRequest,
    visitor: Visitor,
    written: Post | Comment,
    *,
    typed: Typed,
    errors: Typed | None = None,
    stored: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form; `stored` is what another tab saved meanwhile, which the next save replaces."""
    based_on = written.edited_at.isoformat() if written.edited_at else ""
    if stored is None and request.method == "POST":
        based_on = request.POST.get("edited_at", "")
    context = {
        "is_post": isinstance(written, Post),
        "typed": typed,
        "errors": errors or {},
        "stored": stored,
        "edited_at": based_on,
        "back_url": at(visitor, written),
    }
    return show(request, visitor, "edit", context, status=status)


def _delete(request: SignedInRequest, visitor: Visitor, written: Post | Comment) -> HttpResponse:
    _own(visitor, written)
    is_post = isinstance(written, Post)
    if request.method != "POST":
        return show(request, visitor, "delete", {"is_post": is_post, "back_url": at(visitor, written)})
    posting.delete(visitor, written, by=actor(request))
    if isinstance(written, Comment):
        return redirect(address(visitor, "community_post", written.post_id))
    return redirect(address(visitor))


def _attempt(write: Callable[[], HttpResponse], refuse: Refuse) -> HttpResponse:
    try:
        return write()
    except InvalidWords as refused:
        return refuse(refused.errors, 422)
    except TooOften:
        most = {"count": posting.MOST_AN_HOUR}
        sentence = _("You wrote %(count)s times within an hour, which is as often as it goes. Send it again later.")
        return refuse({"": sentence % most}, 429)
    except NotAllowed as refused:
        raise PermissionDenied from refused


def _own(visitor: Visitor, written: Post | Comment) -> None:
    if written.author_id != visitor.contact.id or not visitor.may_write:
        raise PermissionDenied


def _typed(request: SignedInRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("title", "text", "new_id")}


def _stored(written: Post | Comment) -> dict[str, str]:
    return {"title": written.title if isinstance(written, Post) else "", "text": written.text}


def _new_id(typed: Typed) -> UUID:
    return ids.find_id(typed["new_id"]) or ids.new_id()


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
