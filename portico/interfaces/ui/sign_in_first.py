"""Leading somebody who is not signed in (any more) to sign in, and back to the page they were on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponseBase]


def sign_in_first(view: View) -> View:
    """Only for people who are signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _lead_away(request)

    return guarded


def _lead_away(request: HttpRequest) -> HttpResponse:
    address = f"{reverse('account_login')}?{urlencode({'next': _way_back(request)})}"
    if "HX-Request" in request.headers:
        # a redirect would be followed by HTMX itself, and the sign-in page end up inside a piece of the page
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _way_back(request: HttpRequest) -> str:
    """The page that was open: a form's own address, or a piece's, is none to come back to."""
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        return request.get_full_path()
    opened = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    is_ours = opened.netloc == request.get_host() and opened.path.startswith("/")
    return opened.path if is_ours else "/"
