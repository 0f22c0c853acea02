"""The directory, its search, and the way out of it. Open while the user menu is removed, too."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portico.domain.directory.actions import remove_entry
from portico.domain.directory.lists import COUNTED, EntryPage, entry_page
from portico.domain.directory.queries import find_entry, is_offered
from portico.interfaces.portal.gates import signed_in
from portico.interfaces.ui.entries import entry_card
from portico.interfaces.ui.numbers import number_text
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.paging import asked_key, asked_query, page_url
from portico.interfaces.ui.requests import SignedInRequest, actor

SAID = "directory_said"  # in the session: what the page says once


@require_safe
@signed_in
def directory(request: HttpRequest) -> HttpResponse:
    """The whole page, or for HTMX the list alone. `q`: what was asked; `after`, `before`: the key of a page."""
    asked = cast("SignedInRequest", request)
    _refuse_unless_offered(asked)
    query = asked_query(asked)
    page = entry_page(query, after=asked_key(asked, "after"), before=asked_key(asked, "before"))
    context: dict[str, Any] = {
        "query": query,
        "entries": [entry_card(shown) for shown in page.entries],
        "count_sentence": _count_sentence(page, query),
        "previous": page_url(reverse("directory"), query=query, name="before", key=page.previous),
        "next": page_url(reverse("directory"), query=query, name="after", key=page.next),
    }
    # "partial": the list inside an open page; Back and reload ask for all of it
    if asked.headers.get("HX-Request-Type") == "partial":
        return render(asked, "portal/_directory_list.jinja", context)
    context["mine"] = find_entry(asked.user.id)
    context["said"] = asked.session.pop(SAID, "") if SAID in asked.session else ""
    return render(asked, "portal/directory.jinja", context)


@require_POST
@signed_in
def remove_my_entry(request: HttpRequest) -> HttpResponse:
    """Take the viewer's own entry out, at once. Sent again it says the same."""
    asked = cast("SignedInRequest", request)
    _refuse_unless_offered(asked)
    remove_entry(asked.user.id, by=actor(asked))
    asked.session[SAID] = _("Your entry is removed. Nobody sees it any more.")
    return redirect("directory")


def _refuse_unless_offered(request: SignedInRequest) -> None:
    if not is_offered(request.site):
        raise Http404


def _count_sentence(page: EntryPage, query: str) -> str:
    number = number_text(min(page.count, COUNTED))
    if not page.counts_all:
        found = _("More than %(number)s found.") if query else _("More than %(number)s people who chose to be found.")
        return found % {"number": number}
    if query:
        return ngettext("%(number)s found.", "%(number)s found.", page.count) % {"number": number}
    words = ngettext(
        "%(number)s person who chose to be found by other customers.",
        "%(number)s people who chose to be found by other customers.",
        page.count,
    )
    return words % {"number": number}
