"""Signing in with a mailed code, where the owner allows it. The code works in the browser that asked for it only."""

from __future__ import annotations

from functools import wraps
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portico.core.limits.counting import is_allowed
from portico.core.text import canonical_email
from portico.interfaces.portal.gates import View
from portico.interfaces.portal.sign_in.entering import enter, own_address, visitor_address
from portico.interfaces.portal.sign_in.views import too_many
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import Request
from portico.workflows import sign_in_code

ASKED = "sign_in_code"  # in the session: the row of the code, and the email that was typed


def _where_allowed(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not cast("Request", request).site.allows_code_sign_in:
            raise Http404
        if request.user.is_authenticated:
            return redirect("home")
        return cast("HttpResponse", view(request))

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


@_where_allowed
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same for every address."""
    next_url = own_address(request.POST.get("next") or request.GET.get("next")) or ""
    if request.method != "POST":
        return _ask_page(request, next_url)
    if not is_allowed("sign-in-code-address", visitor_address(request), most=20, seconds=3600):
        return too_many(request)
    typed = request.POST.get("email", "")[:254]
    try:
        email = canonical_email(typed)
    except ValueError:
        error = _("This is not an email address. It looks like name@example.com.")
        return _ask_page(request, next_url, typed=typed, error=error)
    asked = sign_in_code.ask(email)
    request.session[ASKED] = {"id": str(asked.id) if asked else "", "email": typed.strip()}
    way_on = f"?{urlencode({'next': next_url})}" if next_url else ""
    return redirect(reverse("sign_in_code_typed") + way_on)


@_where_allowed
def type_code(request: HttpRequest) -> HttpResponse:
    """Type the code that came; signed in when it fits."""
    asked = request.session.get(ASKED)
    next_url = own_address(request.POST.get("next") or request.GET.get("next")) or ""
    if asked is None:
        return redirect("sign_in_code")
    if request.method != "POST":
        return _code_page(request, next_url)
    if not is_allowed("sign-in-code-typed", visitor_address(request), most=50, seconds=3600):
        return too_many(request)
    try:
        contact = sign_in_code.prove(UUID(asked["id"]), typed=request.POST.get("code", "")) if asked["id"] else None
    except sign_in_code.TooManyTries:
        return _code_page(request, next_url, limit=_("Too many tries. Wait a few minutes, then ask for a new code."))
    if contact is None:
        error = _("This is not the code we sent last. Look in the newest mail, or ask for a new code.")
        return _code_page(request, next_url, error=error)
    del request.session[ASKED]
    return enter(request, contact, with_what="code", stays=request.POST.get("remember") == "on", next_url=next_url)


def _ask_page(request: HttpRequest, next_url: str, *, typed: str = "", error: str = "") -> HttpResponse:
    context = {"next_url": next_url, "typed": typed, "error": error}
    return render(request, "portal/sign_in_code.jinja", context, status=422 if error else 200)


def _code_page(request: HttpRequest, next_url: str, *, error: str = "", limit: str = "") -> HttpResponse:
    context = {
        "next_url": next_url,
        "email": request.session[ASKED]["email"],
        "stays": request.POST.get("remember") == "on",
        "error": error,
        "limit": limit,
    }
    return render(request, "portal/sign_in_code_typed.jinja", context, status=429 if limit else 422 if error else 200)
