"""The purchase history: what was bought, what was given, and receipts for all of it."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portico.core import dates
from portico.core.ids import find_id
from portico.core.text import MAX_FIELD, clean_line
from portico.domain.grants.queries import list_given
from portico.domain.purchases.queries import years_of_purchases
from portico.domain.receipts.purchase_history import Filters, Status, list_purchase_history
from portico.domain.receipts.queries import receipts_a_year
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.purchases.cards import given_row, purchase_card
from portico.interfaces.portal.purchases.year import read_year
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest


@settings_area
@require_safe
def purchases(request: SignedInRequest) -> HttpResponse:
    """Purchases newest first, 25 a page (`?q=&year=&status=&after=&before=`); nonsense is ignored."""
    contact_id = request.user.id
    zone = timezone.get_current_timezone()
    filters = read_filters(request.GET)
    after, before = find_id(request.GET.get("after", "")), find_id(request.GET.get("before", ""))
    page = list_purchase_history(contact_id, filters=filters, zone=zone, after=after, before=before)
    context = {
        "filters": filters,
        "years": years_of_purchases(contact_id, zone),
        "statuses": _statuses(),
        "cards": [purchase_card(bought) for bought in page.bought],
        "nothing_matches": _nothing_matches(filters),
        "previous_url": _page_url(filters, "before", page.before),
        "next_url": _page_url(filters, "after", page.after),
        "given": [given_row(grant, request.site) for grant in list_given(contact_id)],
        "receipt_years": _receipt_years(contact_id, request.site.time_zone),
        "zone_name": zone.key,
    }
    return render(request, "portal/purchases.jinja", context)


def read_filters(values: QueryDict) -> Filters:
    """The filter out of the address."""
    status = values.get("status", "")
    return Filters(
        text=clean_line(values.get("q", ""))[:MAX_FIELD],
        year=read_year(values.get("year", "")),
        status=cast("Status", status) if status in ("paid", "refunded", "free") else "",
    )


def _statuses() -> list[tuple[str, str]]:
    return [("", _("All")), ("paid", _("Paid")), ("refunded", _("Refunded")), ("free", _("Free"))]


def _page_url(filters: Filters, way: str, key: UUID | None) -> str:
    if key is None:
        return ""
    values = {"q": filters.text, "year": filters.year or "", "status": filters.status, way: key}
    return f"{reverse('purchases')}?{urlencode({name: value for name, value in values.items() if value})}"


def _nothing_matches(filters: Filters) -> str:
    """No refunded purchase from 2025 has “kiln shelf” in it."""
    words = {"year": filters.year, "text": filters.text}
    what = {
        "": _("No purchase"),
        "paid": _("No paid purchase"),
        "refunded": _("No refunded purchase"),
        "free": _("No free purchase"),
    }[filters.status]
    if filters.year:
        what = _("%(what)s from %(year)s") % {"what": what, **words}
    if filters.text:
        return _("%(what)s has “%(text)s” in it.") % {"what": what, **words}
    return _("%(what)s is here.") % {"what": what}


def _receipt_years(contact_id: UUID, zone_name: str) -> list[tuple[int, str]]:
    """The years to choose a ZIP from. A receipt's day is that of the site's zone, as it is printed on it."""
    return [
        (
            year,
            ngettext("%(year)s, %(count)s receipt", "%(year)s, %(count)s receipts", count)
            % {"year": year, "count": count},
        )
        for year, count in receipts_a_year(contact_id, dates.zone(zone_name))
    ]
