"""Who may open which of the customer's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase

from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest
from portico.interfaces.ui.sign_in_first import sign_in_first

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Customers and team; anybody else is led to sign in and back."""
    return sign_in_first(view)


def settings_area(view: View) -> View:
    """Settings, purchases and receipts: closed to customers while the owner has removed the user menu."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast("SignedInRequest", request)
        if not asked.site.has_user_menu and not asked.role:
            return render(request, "portal/closed.jinja", status=403)
        return view(request, *args, **kwargs)

    return signed_in(guarded)
