"""Countries by their two letters, and their names in any language Babel knows."""

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError

# Two-letter codes that Babel names and ISO 3166 does not list (parts of a country, unions, test codes).
# XK stays in: no ISO entry, but people live there and card processors and postal services use the code.
_NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905
_FALLBACK_LANGUAGE = "en"


def list_countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Give every country as (code, name), sorted by name as a reader of `language` expects, accents ignored.

    The 249 of ISO 3166 and Kosovo (XK). An unknown language gives English.
    """
    return _options(_known_language(language))


def country_name(code: str, language: str = "en") -> str:
    """Give the name of a country in `language`, or of the European Union ("EU"); "" when there is none."""
    if code != "EU" and not is_country(code):
        return ""
    return _names(_known_language(language)).get(code, "")


def is_country(code: str) -> bool:
    """Say whether these two upper-case letters are a country of `list_countries`."""
    return code in _codes()


@lru_cache(maxsize=256)
def _known_language(language: str) -> str:
    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (ValueError, TypeError, UnknownLocaleError):
        return _FALLBACK_LANGUAGE


@lru_cache(maxsize=64)
def _names(locale: str) -> dict[str, str]:
    english = Locale.parse(_FALLBACK_LANGUAGE).territories
    names = {**english, **Locale.parse(locale).territories}
    return {code: name for code, name in names.items() if len(code) == 2}


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(code for code in _names(_FALLBACK_LANGUAGE) if code.isalpha()) - _NOT_COUNTRIES


@lru_cache(maxsize=64)
def _options(locale: str) -> tuple[tuple[str, str], ...]:
    names = _names(locale)
    return tuple(sorted(((code, names[code]) for code in _codes()), key=lambda option: _sort_key(option[1])))


def _sort_key(name: str) -> tuple[str, str]:
    # Without accents, so that Åland stands by Albania; the name itself settles equal ones.
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return "".join(letters).casefold(), name
