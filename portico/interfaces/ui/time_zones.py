"""Time zones for people: by region, each under its city and country, with its offset of today.

One zone a place, as the time zone database itself proposes them for choosing (`zone.tab`); older names of a place find
it too, and stay valid where they are stored already.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portico.core import clock, dates
from portico.core.text import fold
from portico.domain.contacts.time_zones import is_time_zone
from portico.interfaces.ui.options import OptionList


@dataclass(frozen=True, slots=True)
class Place:
    """One zone to choose. `words` are other names it is found by."""

    zone: str
    region: str
    name: str
    words: str


def zone_options() -> OptionList:
    """The zones in the active language, with the offsets of now. Drawn once each half hour: clocks change on those."""
    now = clock.now()
    return _options(get_language() or "en", now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0))


def zone_label(name: str) -> str:
    """A zone's city, country and offset of now; an unknown one's name alone."""
    if not is_time_zone(name):
        return name
    language = get_language() or "en"
    place = next((place for place in _places(language) if place.zone == name), None)
    return f"{place.name if place else _city(name, _locale(language))} ({offset_text(name, clock.now())})"


def offset_text(zone: str, instant: datetime) -> str:
    """UTC+1, UTC-3:30, or UTC: how far the zone is from UTC at that instant."""
    offset = instant.astimezone(dates.zone(zone)).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


@lru_cache(maxsize=8)
def _options(language: str, now: datetime) -> OptionList:
    groups: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for place in _places(language):
        label = f"{place.name} ({offset_text(place.zone, now)})" if place.region else place.name
        groups[place.region].append((place.zone, label, place.words))
    plain = groups.pop("", [])
    named = [(label, groups[region]) for region, label in _regions().items() if region in groups]
    return OptionList(plain, groups=named)


@cache
def _places(language: str) -> tuple[Place, ...]:
    locale, older = _locale(language), _older_names()
    places = [Place("UTC", "", "UTC", "GMT")]
    for zone, country in _countries().items():
        name = ", ".join(filter(None, [_city(zone, locale), locale.territories.get(country, "")]))
        places.append(Place(zone, zone.split("/")[0], name, " ".join(older[zone])))
    return tuple(sorted(places, key=lambda place: fold(place.name)))


def _city(zone: str, locale: Locale) -> str:
    """The city's name in that language, else the last part of the zone's own. Some are known by an older name only."""
    for name in (zone, *_older_names()[zone]):
        if city := (locale.time_zones.get(name) or {}).get("city"):
            return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _countries() -> dict[str, str]:
    """The zones to choose from, with the country of each."""
    rows = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    found = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return {zone: country for country, _coordinates, zone, *_comment in found if is_time_zone(zone)}


@cache
def _older_names() -> defaultdict[str, list[str]]:
    """Each zone's former names, which browsers and files still use: Asia/Calcutta of Asia/Kolkata."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for older, zone in get_global("zone_aliases").items():
        if older not in _countries():
            found[zone].append(older)
    return found


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def _regions() -> dict[str, str]:
    """The groups, in the order in which they stand."""
    return {
        "Europe": _("Europe"),
        "America": _("America"),
        "Asia": _("Asia"),
        "Africa": _("Africa"),
        "Australia": _("Australia"),
        "Pacific": _("Pacific Ocean"),
        "Atlantic": _("Atlantic Ocean"),
        "Indian": _("Indian Ocean"),
        "Arctic": _("Arctic"),
        "Antarctica": _("Antarctica"),
    }
