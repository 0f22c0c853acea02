"""Days and times as people read them: "14 Mar 2027" and "22 Nov 2026, 14:05 CET", never 03/04/2027."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time


def day_text(day: date, language: str = "en") -> str:
    """14 Mar 2027. Give a day, not an instant: which day an instant falls on depends on a zone."""
    locale = _locale(language)
    if locale.language == "en":
        return format_date(day, "d MMM y", locale=locale)
    return format_skeleton("yMMMd", day, locale=locale)


def time_text(local: datetime, language: str = "en") -> str:
    """14:05, without the zone's name."""
    locale = _locale(language)
    return format_time(local, "HH:mm" if locale.language == "en" else "short", locale=locale)


def moment_text(local: datetime, language: str = "en") -> str:
    """22 Nov 2026, 14:05 CET. `local` carries the zone to show."""
    return f"{day_text(local.date(), language)}, {time_text(local, language)} {zone_name(local)}"


def zone_name(local: datetime) -> str:
    """CET, or UTC-03 for the many zones that have no letters of their own."""
    name = local.tzname() or "UTC"
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def zone(name: str, fallback: str = "UTC") -> ZoneInfo:
    """The time zone of that IANA name; the fallback for an empty or unknown one, UTC where that is unknown too."""
    for wanted in filter(None, (name, fallback)):
        try:
            return ZoneInfo(wanted)
        except (KeyError, ValueError, OSError):  # OSError: a folder's name, or one too long for a file
            continue
    return ZoneInfo("UTC")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
