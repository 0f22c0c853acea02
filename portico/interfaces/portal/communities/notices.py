"""What a member was told inside a new community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.core import ids
from portico.core.paging import Place
from portico.domain.communities.access import Visitor
from portico.domain.communities.models import Notice, NoticeKind
from portico.domain.communities.telling import notices_for, notices_page, read
from portico.domain.contacts.models import Contact
from portico.interfaces.portal.communities.doors import inside_new
from portico.interfaces.portal.communities.frame import address, show
from portico.interfaces.portal.communities.people import Author, authors
from portico.interfaces.portal.communities.shown import name_of
from portico.interfaces.portal.communities.writing import at
from portico.interfaces.ui.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in words."""

    id: UUID
    author: Author
    sentence: str
    at: datetime
    is_unread: bool


@require_safe
@inside_new
def notices(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """The list. `older`, `newer`: the key of a page."""
    place = Place(
        older_than=ids.find_id(request.GET.get("older", "")), newer_than=ids.find_id(request.GET.get("newer", ""))
    )
    page = notices_page(visitor, place)
    known = authors(visitor, [_writer(notice) for notice in page.rows])
    own = address(visitor, "community_notices")
    context = {
        "rows": [_row(notice, known[_writer(notice).id]) for notice in page.rows],
        "newer": f"{own}?newer={page.newer}" if page.newer else "",
        "older": f"{own}?older={page.older}" if page.older else "",
    }
    return show(request, visitor, "notices", context)


@require_POST
@inside_new
def read_all(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """All of them were read."""
    read(visitor)
    return redirect(address(visitor, "community_notices"))


@require_POST
@inside_new
def open_notice(request: SignedInRequest, visitor: Visitor, notice_id: UUID) -> HttpResponse:
    """One was read: lead to what it tells of."""
    found = notices_for(visitor).select_related("post", "comment").filter(id=notice_id).first()
    if found is None:
        raise Http404
    read(visitor, found.id)
    return redirect(at(visitor, found.comment or found.post))


def _writer(notice: Notice) -> Contact:
    return notice.comment.author if notice.comment else notice.post.author


def _row(notice: Notice, author: Author) -> NoticeRow:
    words = {"name": author.name, "post": name_of(notice.post)}
    sentences = {
        NoticeKind.NEW_POST: _("%(name)s wrote “%(post)s”."),
        NoticeKind.COMMENT_ON_MINE: _("%(name)s commented on your post “%(post)s”."),
        NoticeKind.COMMENT_AFTER_MINE: _("%(name)s also commented on “%(post)s”."),
    }
    sentence = sentences[NoticeKind(notice.kind)] % words
    return NoticeRow(notice.id, author, sentence, notice.at, notice.read_at is None)
