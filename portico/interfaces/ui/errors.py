"""Pages that say no: what is wrong in a plain sentence, and the way out. Drawn without a database.

The arguments of the views are Django's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portico.interfaces.ui.context import NEUTRAL_SITE, Site


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """Title and sentence of an error page."""

    status: int
    title: str
    sentence: str


def error_response(
    status: int, *, site: Site = NEUTRAL_SITE, title: str = "", sentence: str = "", home_url: str = "/"
) -> HttpResponse:
    """The page of that status. A title and sentence of one's own take the place of the usual ones."""
    usual_title, usual_sentence = _usual_words(status)
    words = ErrorWords(status, title or usual_title, sentence or usual_sentence)
    # Without the request: no context processor runs, so nothing can fail a second time.
    html = render_to_string("ui/error.jinja", {"site": site, "error": words, "home_url": home_url})
    return HttpResponse(html, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return error_response(400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_response(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404."""
    return error_response(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return error_response(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: most often a form that was open too long, or cookies that are refused."""
    return error_response(
        403,
        title=_("This form is too old"),
        sentence=_("Nothing was saved. Go back, reload the page and send it again. Cookies must be allowed."),
    )


def _usual_words(status: int) -> tuple[str, str]:
    words = {
        400: (_("This request does not make sense"), _("Nothing was changed. Go back and try again.")),
        403: (_("Not allowed"), _("This page is not open to you. Nothing was changed.")),
        404: (_("Page not found"), _("There is nothing at this address. Perhaps it was moved or mistyped.")),
        405: (_("Nothing to open here"), _("Only a form leads to this address. Nothing was changed.")),
        413: (_("Too large"), _("What you sent is larger than allowed here. Nothing was saved.")),
        429: (_("Too many tries"), _("Wait a few minutes, then try again. Nothing was changed.")),
    }
    fault = (_("Something went wrong here"), _("It is our fault, not yours. Try again in a few minutes."))
    return words.get(status, fault)
