"""Signing in and out, and forgotten passwords: the library's views in our frame, and two of our own."""

from __future__ import annotations

from typing import Any

from allauth.account import views as library
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from portico.interfaces.portal.demo.accounts import ACCOUNTS
from portico.interfaces.ui.errors import error_response
from portico.interfaces.ui.forms import states
from portico.interfaces.ui.pages import frame

SAID = "sign_in_said"  # in the session: what the sign-in page says once


class Framed:
    """The library's page in our frame, whose `site` takes the place of the library's."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # the library's view is beside this class
        fields = states(context["form"]) if "form" in context else {}
        accounts = ACCOUNTS if settings.DEMO else ()
        return {**context, **frame(self.request), "fields": fields, "demo_accounts": accounts}


class SignIn(Framed, library.LoginView):  # type: ignore[misc]  # the library has no types
    """Email and password, and the ways to the others."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.request.session.pop(SAID, "") if SAID in self.request.session else ""
        return {**super().get_context_data(**kwargs), "said": said}


class ForgotPassword(Framed, library.PasswordResetView):  # type: ignore[misc]
    """Ask for a link."""


class ForgotPasswordSent(Framed, library.PasswordResetDoneView):  # type: ignore[misc]
    """The same answer for every address."""


class NewPassword(Framed, library.PasswordResetFromKeyView):  # type: ignore[misc]
    """Behind the link: choose a password. Opening the link changes nothing."""


class PasswordChosen(Framed, library.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """It is changed."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front door: the team to the back office, customers to their library, everybody else to sign in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect("office" if getattr(request, "role", "") else "library")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session. Signed out already: the same answer."""
    logout(request)
    return redirect("account_login")


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer of every limit."""
    return error_response(429)
