"""What every request goes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation

from portico.core import clock, dates
from portico.domain.contacts.actions import seen
from portico.domain.site.queries import find_site
from portico.interfaces.ui.errors import error_response

HEALTH = "/healthz/"  # answers before the site is set up, for whoever watches the process
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class BodyLimit:
    """Refuse a body that no form of ours could send, before anything reads it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.LARGER_BODIES.get(request.path, settings.BODY_LIMIT_BYTES)
        if not length.isdecimal() or int(length) > most:
            return error_response(413)
        return self.get_response(request)


class NoStore:
    """No answer is kept by anybody between us and the reader, unless it says itself that it is the same for all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


def _keep_seen(session: SessionBase) -> None:
    """A session in use is stored again once an hour: the list of devices says when each was seen."""
    seen_at: datetime | None = getattr(session, "seen_at", None)
    if seen_at is not None and clock.now() - seen_at > timedelta(hours=1):
        session.modified = True


class Page:
    """Put the site and the viewer's role on the request; language and time zone follow the site and the viewer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH:
            return self.get_response(request)
        if "\x00" in request.path:  # no file and, in PostgreSQL, no text can have it: asking would be a fault of ours
            return error_response(404)
        site = find_site()
        if site is None:
            return HttpResponse("Not set up yet. Run: portico init\n", status=503, content_type="text/plain")
        request.site = site  # type: ignore[assignment]  # as in requests.Request
        contact = request.user
        zone = ""
        request.role = request.avatar_token = ""  # type: ignore[attr-defined]
        request.enters_community = False  # type: ignore[attr-defined]
        if contact.is_authenticated:
            zone = contact.time_zone
            # the sign-in backend reads it together with the contact
            request.role = getattr(contact, "role", None) or ""  # type: ignore[attr-defined]
            request.avatar_token = getattr(contact, "avatar_token", None) or ""  # type: ignore[attr-defined]
            request.enters_community = bool(getattr(contact, "enters_community", False))  # type: ignore[attr-defined]
            seen(contact)
            _keep_seen(request.session)
        with timezone.override(dates.zone(zone, site.time_zone)), translation.override(site.language):
            return _with_words(self.get_response(request))


def _with_words(response: HttpResponseBase) -> HttpResponseBase:
    """A person at an address that only takes a form gets a page; without it the framework's answer is blank."""
    if response.status_code != 405:
        return response
    page = error_response(405)
    page["Allow"] = response["Allow"]
    return page
