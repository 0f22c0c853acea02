"""The way into a community: signed in, holding the product or of the team; else there is nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from portico.domain.communities.access import Visitor, enter
from portico.interfaces.portal.gates import signed_in
from portico.interfaces.ui.requests import SignedInRequest

View = Callable[..., HttpResponseBase]


def inside(view: View) -> View:
    """The view gets the visitor in place of the slug."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast("SignedInRequest", request)
        visitor = enter(slug, asked.user, asked.role)
        if visitor is None:
            raise Http404
        return view(request, visitor, *args, **kwargs)

    return signed_in(guarded)


def inside_new(view: View) -> View:
    """As `inside`; a legacy community has no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, visitor: Visitor, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if visitor.is_legacy:
            raise Http404
        return view(request, visitor, *args, **kwargs)

    return inside(guarded)
