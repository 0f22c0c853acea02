"""The last step into the site: after a proof that is not a password, and what is noted of every sign-in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import log
from portico.interfaces.portal.sign_in.sessions import BROWSER


def enter(
    request: HttpRequest, contact: Contact, *, with_what: str, stays: bool, next_url: str | None = None
) -> HttpResponse:
    """Sign in whoever proved themselves, or lead to the second step. Without `stays` it ends with the browser.

    The caller has made sure that the contact may sign in.
    """
    answer: HttpResponse = perform_login(
        request, contact, redirect_url=own_address(next_url), signal_kwargs={"with_what": with_what}
    )
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if stays else 0)
    return answer


def own_address(next_url: str | None) -> str | None:
    """Where to lead next, if that is on this site."""
    return next_url if next_url and get_adapter().is_safe_url(next_url) else None


def note(request: HttpRequest, contact: Contact, *, with_what: str) -> None:
    """Write a sign-in that is complete into the contact's history."""
    in_team = getattr(contact, "team_membership", None) is not None
    by = Actor("team", contact.id, contact.shown_name) if in_team else Actor("customer", contact.id)
    log.note_signed_in(contact, with_what=with_what, browser=request.session.get(BROWSER, ""), by=by)


def visitor_address(request: HttpRequest) -> str:
    """The network address to count tries by, behind as many proxies as the operator trusts."""
    return str(get_adapter().get_client_ip(request))
