"""The list of contacts and its search as you type."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portico.core import ids
from portico.domain.contacts.lists import COUNTED, ContactPage, contact_page
from portico.domain.team.rights import Right
from portico.interfaces.office.contacts.rows import contact_rows
from portico.interfaces.office.gates import team
from portico.interfaces.ui.numbers import number_text
from portico.interfaces.ui.pages import render

LONGEST_QUERY = 200  # characters, as long as the longest name


@team(Right.READ)
@require_safe
def office(_request: HttpRequest) -> HttpResponse:
    """The way in."""
    return redirect("office_contacts")


@team(Right.READ)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The whole page, or for HTMX the list alone. `q`: what was asked; `after`, `before`: the key of a page."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    page = contact_page(query, after=_key(request, "after"), before=_key(request, "before"))
    context = {
        "query": query,
        "rows": contact_rows(page.contacts),
        "count_sentence": _count_sentence(page, query),
        "previous": _address(query, "before", page.previous),
        "next": _address(query, "after", page.next),
        "zone": timezone.get_current_timezone_name(),
    }
    # "partial": the list inside an open page; Back and reload ask for all of it
    alone = request.headers.get("HX-Request-Type") == "partial"
    return render(request, "office/_contact_list.jinja" if alone else "office/contacts.jinja", context)


def _key(request: HttpRequest, name: str) -> UUID | None:
    return ids.find_id(request.GET.get(name, ""))


def _address(query: str, name: str, key: UUID | None) -> str:
    if key is None:
        return ""
    return f"{reverse('office_contacts')}?{urlencode({**({'q': query} if query else {}), name: str(key)})}"


def _count_sentence(page: ContactPage, query: str) -> str:
    number = number_text(min(page.count, COUNTED))
    if not page.counts_all:
        found = _("More than %(number)s found.") if query else _("More than %(number)s contacts.")
        return found % {"number": number}
    if query:
        return ngettext("%(number)s found.", "%(number)s found.", page.count) % {"number": number}
    return ngettext("%(number)s contact.", "%(number)s contacts.", page.count) % {"number": number}
