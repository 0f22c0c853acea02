"""Money: whole minor units with their currency, never a float. Formats by locale."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberPattern, get_currency_precision, is_currency

_LETTERS_BEFORE_DIGITS = re.compile(r"([A-Za-z]{2,})(?=\d)")  # "KWD2.410" reads better apart
# ISO 4217 counts these in hundredths or thousandths, and so do processors (copies of its list compared on 22 Nov 2026).
# Babel has CLDR's habits of printing, without the decimals that hardly buy anything.
_FINER_THAN_PRINTED = {"IQD": 3} | dict.fromkeys(
    ("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"), 2
)
MAX_MINOR = 10**15  # far above any payment, far below what a 64-bit column holds


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's smallest unit: 2410 EUR is €24.10, 2410 JPY is ¥2,410, 2410 KWD is KWD 2.410."""

    amount_minor: int
    currency: str


def is_known_currency(currency: str) -> bool:
    """Whether this is an ISO 4217 code, upper case."""
    return len(currency) == 3 and currency.isascii() and currency.isupper() and bool(is_currency(currency))


def decimals(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _FINER_THAN_PRINTED.get(currency) or int(get_currency_precision(currency))


def to_decimal(amount_minor: int, currency: str) -> Decimal:
    """2410, "EUR" gives Decimal("24.10")."""
    return Decimal(amount_minor).scaleb(-decimals(currency))


def to_minor(amount: Decimal | str, currency: str) -> int:
    """Decimal("24.1"), "EUR" gives 2410. Raises ValueError for too many decimals, or no number."""
    try:
        scaled = Decimal(amount).scaleb(decimals(currency))
        if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > MAX_MINOR:
            raise ValueError("not an amount in this currency")
    except DecimalException as error:  # no number, or one beyond what Decimal computes with
        raise ValueError("not an amount") from error
    return int(scaled)


# A page of purchases prints the same few prices dozens of times.
@lru_cache(maxsize=1024)
def format_money(amount_minor: int, currency: str, language: str = "en") -> str:
    """€24.10, US$40.00, ¥2,410, KWD 2.410, −€30.10: sign of the currency and its own decimals, by locale."""
    # English readers here are not Americans by default: a plain "$" would leave the country open.
    wanted = "en_001" if language == "en" else language.replace("-", "_")
    try:
        locale = Locale.parse(wanted)
    except UnknownLocaleError:
        locale = Locale.parse("en_001")
    pattern = _pattern(locale, decimals(currency))
    shown = pattern.apply(to_decimal(amount_minor, currency), locale, currency=currency, currency_digits=False)
    return _LETTERS_BEFORE_DIGITS.sub("\\1\u00a0", shown).replace("JP¥", "¥").replace("-", "\u2212")


@lru_cache(maxsize=64)
def _pattern(locale: Locale, places: int) -> NumberPattern:
    """How the locale writes money, with that many decimals."""
    pattern: NumberPattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    return pattern
