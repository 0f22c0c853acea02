"""What the sections say besides their fields: numbers that come next, how many would notice a switch."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings

from portico.domain.grants.customers import count_customers
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.numbering import next_numbers
from portico.domain.site.colours import LIGHT_INK, contrast, ink_on, is_colour
from portico.domain.site.models import Site
from portico.domain.site.queries import list_freezes
from portico.interfaces.office.site.built_with import built_with_choices
from portico.interfaces.office.site.sections import SectionForm
from portico.interfaces.ui.look import logo_url
from portico.interfaces.ui.numbers import number_text
from portico.interfaces.ui.options import OptionList


def look_facts(site: Site, form: SectionForm) -> dict[str, Any]:
    """The contrast of the accent, the address of the logo, and the long lists."""
    accent = form.value("accent") if is_colour(form.value("accent")) else site.accent
    ink = ink_on(accent)
    waiting = form.value("logo_waiting")
    return {
        "accent": accent,
        "ink_is_light": ink == LIGHT_INK,
        # cut, not rounded: 4.48 must not read as 4.5
        "contrast": number_text(Decimal(int(contrast(accent, ink) * 10)) / 10),
        "logo_url": logo_url(Site(logo=waiting)) if waiting else logo_url(site),
        "zones": _zones(site.time_zone),
        "languages": settings.LANGUAGES,
    }


def receipt_facts(site: Site, _form: SectionForm) -> dict[str, Any]:
    """The numbers that come next, and since when details are frozen or not."""
    freezes = list_freezes()
    last = freezes[-1] if freezes else None
    numbers = next_numbers([site.receipt_prefix, site.refund_prefix])
    return {
        "next_number": numbers[site.receipt_prefix],
        "refund_next_number": numbers[site.refund_prefix],
        "receipt_count": Receipt.objects.count(),
        "is_frozen": site.freezes_details,
        "freeze_since": (last.from_at if site.freezes_details else last.until_at) if last else site.opened_at,
    }


def page_facts(_site: Site, _form: SectionForm) -> dict[str, Any]:
    """How many customers would lose their way to Settings, and how many chose to be in the directory."""
    return {"customer_count": count_customers(), "built_with_choices": built_with_choices()}


FACTS: dict[str, Callable[[Site, SectionForm], dict[str, Any]]] = {
    "look": look_facts,
    "seller": lambda _site, _form: {},
    "receipts": receipt_facts,
    "pages": page_facts,
    "signing_in": lambda _site, _form: {},
}


@cache
def _zones(current: str) -> OptionList:
    """Time zones by name: places, UTC, and the one in use whatever its name."""
    names = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return OptionList((name, name.replace("_", " ")) for name in sorted(names | {"UTC", current}))
