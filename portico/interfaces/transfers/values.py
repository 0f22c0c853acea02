"""Reads single values as files have them: amounts, dates, rates, countries. Refuses what could mean two
things.
"""

import re
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from portico.core.money import decimals, is_known_currency, to_minor
from portico.core.text import fold
from portico.domain.contacts.countries import is_country, list_countries

from .refusals import Fault, RowRefused

_GROUPED: Final = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
    " ": re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?"),
}
# Signs that exports put before or after an amount. The currency itself has a column of its own.
_SIGNS: Final = re.compile(r"^(?:[A-Z]{0,3}[$€£¥₩₹]|[A-Z]{3})\s*|\s*(?:[€£¥₩₹$]|[A-Z]{3})$")
_LANGUAGES_OF_COUNTRY_NAMES: Final = ("en", "nl", "de", "fr", "es")
_OTHER_COUNTRY_NAMES: Final = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US",
    "united states of america": "US", "south korea": "KR", "holland": "NL", "the netherlands": "NL",
    "czech republic": "CZ", "turkey": "TR",
}  # fmt: skip


def currency(column: str, text: str) -> str:
    """An ISO 4217 code in capitals. Raises RowRefused for anything else."""
    code = text.strip().upper()
    if not is_known_currency(code):
        raise RowRefused(Fault(column, _("“%(text)s” is not a currency code such as EUR.") % {"text": text}))
    return code


def amount_minor(column: str, text: str, currency: str) -> int:
    """An amount in the currency's smallest unit; "1,234.50" and "1.234,50" are both 123450 EUR.

    Raises RowRefused for what is no amount, has more decimals than the currency, or can be read in two ways:
    "1,234" is a thousand to some and one and a bit to others, unless the currency has no decimals.
    """
    value = _number(column, text, currency)
    try:
        return to_minor(value, currency)
    except ValueError:
        raise RowRefused(
            Fault(
                column,
                _("“%(text)s” has more decimals than %(currency)s has (%(decimals)d).")
                % {"text": text, "currency": currency, "decimals": decimals(currency)},
            )
        ) from None


def _number(column: str, text: str, currency: str) -> Decimal:
    plain = _SIGNS.sub("", text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-"))
    negative = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    digits = _SIGNS.sub("", plain.strip("-() ").replace("'", "").replace("’", ""))
    normal = _with_point(column, text, digits, decimals(currency))
    try:
        value = Decimal(normal)
    except InvalidOperation:
        value = Decimal("NaN")
    if not normal or not value.is_finite() or not re.fullmatch(r"\d*\.?\d*", normal, re.ASCII):
        raise RowRefused(Fault(column, _("“%(text)s” is not an amount.") % {"text": text}))
    return -value if negative else value


def _with_point(column: str, text: str, digits: str, places: int) -> str:
    """The digits with one point as decimal mark."""
    marks = [mark for mark in digits if mark in ",."]
    if len(set(marks)) == 2:
        thousands = marks[0]
        if not _GROUPED[thousands].fullmatch(digits) or marks.count(marks[-1]) > 1:
            raise RowRefused(Fault(column, _("“%(text)s” is not an amount.") % {"text": text}))
        return digits.replace(thousands, "").replace(",", ".")
    if " " in digits:
        if not _GROUPED[" "].fullmatch(digits):
            raise RowRefused(Fault(column, _("“%(text)s” is not an amount.") % {"text": text}))
        return digits.replace(" ", "").replace(",", ".")
    if not marks:
        return digits
    behind = len(digits) - 1 - digits.rindex(marks[0])
    looks_grouped = bool(_GROUPED[marks[0]].fullmatch(digits))
    if len(marks) > 1 or (looks_grouped and places == 0):
        if not looks_grouped:
            raise RowRefused(Fault(column, _("“%(text)s” is not an amount.") % {"text": text}))
        return digits.replace(marks[0], "")
    # One mark with three digits behind it: a point is safe where the currency has three decimals, as we write
    # it so ourselves. Anything else could be a thousand.
    if looks_grouped and behind == 3 and not (places == 3 and marks[0] == "."):
        raise RowRefused(
            Fault(column, _("“%(text)s” can mean two amounts. Write it with its decimals.") % {"text": text})
        )
    return digits.replace(",", ".")


def rate(column: str, text: str) -> str:
    """A tax rate in percent as decimal text: "21", "5.5". A percent sign is allowed."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", plain, re.ASCII):
        raise RowRefused(Fault(column, _("“%(text)s” is not a rate in percent.") % {"text": text}))
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def whole_number(column: str, text: str, *, most: int) -> int:
    """A number from 1 to `most`."""
    if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) or not 1 <= int(text) <= most:
        raise RowRefused(
            Fault(column, _("“%(text)s” is not a number from 1 to %(most)d.") % {"text": text, "most": most})
        )
    return int(text)


def instant(column: str, text: str, zone: tzinfo) -> datetime:
    """A date or time as an aware instant; one that names no zone is in `zone`, a day alone is its beginning.

    Year first only (2026-05-02, 2026-05-02 10:18, 2026-05-02T10:18:00+02:00): 2/5/2026 is May to some and
    February to others, so it is refused.
    """
    plain = text.strip().removesuffix(" UTC")
    is_utc = plain != text.strip()
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        raise RowRefused(
            Fault(
                column,
                _("“%(text)s” is not a date that means one day. Write it as 2026-11-22.") % {"text": text},
            )
        ) from None
    if not 1970 <= found.year <= 2200:
        raise RowRefused(Fault(column, _("“%(text)s” is too far away.") % {"text": text}))
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC if is_utc else zone)
    return found.astimezone(UTC)


def end_of_access(column: str, text: str, zone: tzinfo) -> datetime:
    """The instant at which access ends: the end of a day that is given without a time."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()):
        start = instant(column, text, zone)
        day: date = start.astimezone(zone).date()
        return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
    return instant(column, text, zone)


def country(column: str, text: str) -> str:
    """Two letters for a country's code or its name in a few languages; empty stays empty."""
    plain = text.strip()
    if not plain:
        return ""
    code = plain.upper()
    if len(code) == 2 and is_country(code):
        return code
    found = _countries_by_name().get(fold(plain))
    if found is None:
        raise RowRefused(Fault(column, _("“%(text)s” is not a country we know. Use its two letters.") % {"text": text}))
    return found


def time_zone(column: str, text: str) -> str:
    """An IANA name such as Europe/Amsterdam; empty stays empty."""
    plain = text.strip()
    if plain and plain not in _zones():
        raise RowRefused(Fault(column, _("“%(text)s” is not a time zone such as Europe/Amsterdam.") % {"text": text}))
    return plain


def not_an_email(text: str) -> str:
    """The sentence for an address that is none."""
    if not text:
        return _("The row has no email.")
    return _("“%(text)s” is not an email address. It looks like name@example.com.") % {"text": text[:100]}


def get_zone(name: str) -> tzinfo:
    """The zone of a site whose name was checked when it was stored."""
    return ZoneInfo(name) if name in _zones() else UTC


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _countries_by_name() -> dict[str, str]:
    names = {fold(name): code for language in _LANGUAGES_OF_COUNTRY_NAMES for code, name in list_countries(language)}
    return names | _OTHER_COUNTRY_NAMES
