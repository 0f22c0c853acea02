"""Who may open which of the team's pages. For everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from portico.domain.team.rights import Right, may
from portico.interfaces.ui.requests import SignedInRequest
from portico.interfaces.ui.sign_in_first import sign_in_first

View = Callable[..., HttpResponseBase]


def team(right: Right) -> Callable[[View], View]:
    """The view is for team members with that right. Customers get 404, a member without it 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            role = cast("SignedInRequest", request).role
            if not role:
                raise Http404
            if not may(role, right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return sign_in_first(guarded)

    return decorate
