"""Dates in pages: in the active language, instants in the active time zone (the customer's own)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone, translation
from markupsafe import Markup

from portico.core import dates


def day_text(value: date | datetime) -> str:
    """14 Mar 2027. An instant gives its day in the active time zone."""
    return dates.day_text(_day(value), _language())


def time_text(instant: datetime) -> str:
    """14:05 in the active time zone, without its name: for "Saved at 14:05."."""
    return dates.time_text(timezone.localtime(instant), _language())


def moment_text(instant: datetime) -> str:
    """22 Nov 2026, 14:05 CET."""
    return dates.moment_text(timezone.localtime(instant), _language())


def date_filter(value: date | datetime) -> Markup:
    """The day in a `<time>`."""
    return Markup('<time datetime="{}">{}</time>').format(_day(value).isoformat(), day_text(value))


def moment_filter(instant: datetime) -> Markup:
    """The instant in a `<time>`, with the name of its time zone."""
    written = timezone.localtime(instant).isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(written, moment_text(instant))


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _language() -> str:
    return translation.get_language() or "en"
