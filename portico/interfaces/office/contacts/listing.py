"""The list of contacts and its search as you type."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portico.domain.contacts.lists import COUNTED, ContactPage, contact_page
from portico.domain.team.rights import Right
from portico.interfaces.office.contacts.rows import contact_rows
from portico.interfaces.office.gates import team
from portico.interfaces.ui.numbers import number_text
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.paging import asked_key, asked_query, page_url


@team(Right.READ)
@require_safe
def office(_request: HttpRequest) -> HttpResponse:
    """The way in."""
    return redirect("office_contacts")


@team(Right.READ)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The whole page, or for HTMX the list alone. `q`: what was asked; `after`, `before`: the key of a page."""
    query = asked_query(request)
    page = contact_page(query, after=asked_key(request, "after"), before=asked_key(request, "before"))
    context = {
        "query": query,
        "rows": contact_rows(page.contacts),
        "count_sentence": _count_sentence(page, query),
        "previous": page_url(reverse("office_contacts"), query=query, name="before", key=page.previous),
        "next": page_url(reverse("office_contacts"), query=query, name="after", key=page.next),
        "zone": timezone.get_current_timezone_name(),
    }
    # "partial": the list inside an open page; Back and reload ask for all of it
    alone = request.headers.get("HX-Request-Type") == "partial"
    return render(request, "office/_contact_list.jinja" if alone else "office/contacts.jinja", context)


def _count_sentence(page: ContactPage, query: str) -> str:
    number = number_text(min(page.count, COUNTED))
    if not page.counts_all:
        found = _("More than %(number)s found.") if query else _("More than %(number)s contacts.")
        return found % {"number": number}
    if query:
        return ngettext("%(number)s found.", "%(number)s found.", page.count) % {"number": number}
    return ngettext("%(number)s contact.", "%(number)s contacts.", page.count) % {"number": number}
