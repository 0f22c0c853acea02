"""The team hides what members wrote, and brings it back."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portico.domain.communities.access import Visitor
from portico.domain.communities.errors import NotAllowed
from portico.domain.communities.models import Comment, Post
from portico.domain.communities.moderation import hide, restore
from portico.interfaces.portal.communities.doors import inside
from portico.interfaces.portal.communities.reading import get_post
from portico.interfaces.portal.communities.writing import at, get_comment
from portico.interfaces.ui.requests import SignedInRequest, actor


@require_POST
@inside
def moderate_post(request: SignedInRequest, visitor: Visitor, post_id: UUID) -> HttpResponse:
    """Hide a post, or show it again (`do`: "restore")."""
    return _moderate(request, visitor, get_post(visitor, post_id))


@require_POST
@inside
def moderate_comment(request: SignedInRequest, visitor: Visitor, comment_id: UUID) -> HttpResponse:
    """Hide a comment, or show it again (`do`: "restore")."""
    return _moderate(request, visitor, get_comment(visitor, comment_id))


def _moderate(request: SignedInRequest, visitor: Visitor, written: Post | Comment) -> HttpResponse:
    act = restore if request.POST.get("do") == "restore" else hide
    try:
        act(visitor, written, by=actor(request))
    except NotAllowed as refused:
        raise PermissionDenied from refused
    return redirect(at(visitor, written))
