"""From what somebody typed to a tax number, or to a sentence that says what is wrong."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum

from portico.domain.contacts.tax_ids.kinds import find_row, tax_kinds
from portico.domain.contacts.tax_ids.rows import Form, Row
from portico.domain.contacts.tax_ids.shape import TaxId, TaxIdError
from portico.domain.contacts.tax_ids.wording import check_digits_cure, pattern_cure

# Twice the longest number with its separators; a pasted page is refused before any work.
_MOST_CHARACTERS = 64
# What people put between the groups of a number, once full-width and typographic signs are plain.
_BETWEEN = re.compile(r"[\s./,:_'’·–—‐‑−\-]+")
_COMPACT = re.compile(r"[0-9A-ZÑ&]*")


def parse_tax_id(country: str, kind: str, text: str) -> TaxId:
    """Give the tax number that somebody typed, without spaces, dots and dashes, its country prefix added.

    Empty text gives the empty `TaxId`, whatever country and kind are. Raises `TaxIdError`.
    """
    if len(text) > _MOST_CHARACTERS:
        raise TaxIdError("too_long", _("This is too long for a tax number. Enter the number alone."))
    plain = _plain(text)
    if not plain:
        return TaxId()
    row = _row(country.strip().upper(), kind.strip())
    _refuse_strange_characters(plain)
    return TaxId(row.country, row.kind, _right_number(plain, row))


def tax_id_check(tax_id: TaxId) -> str:
    """Say what a stored number was held to: "check_digits", or "pattern" where we know no check digits."""
    row = find_row(tax_id.country, tax_id.kind)
    if row and any(form.module and _fault(tax_id.number, form) == "" for form in row.forms):
        return "check_digits"
    return "pattern"


def _row(country: str, kind: str) -> Row:
    row = find_row(country, kind)
    if row:
        return row
    if not tax_kinds(country):
        cure = _("Choose the country that gave out this number.")
        raise TaxIdError("country", cure, "tax_country")
    raise TaxIdError("kind", _("Choose what kind of number this is."), "tax_kind")


def _plain(text: str) -> str:
    """Plain capitals and digits of whatever script, nothing between them, pasted direction marks gone."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).strip()
    signs = (sign for sign in text if unicodedata.category(sign) != "Cf")
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)
    return _BETWEEN.sub("", "".join(digits)).upper()


def _refuse_strange_characters(plain: str) -> None:
    if _COMPACT.fullmatch(plain):
        return
    strange = next(sign for sign in plain if not _COMPACT.fullmatch(sign))
    if not strange.isprintable():
        raise TaxIdError("characters", _("This has characters that cannot be printed. Type it again."))
    message = _("“%(sign)s” does not belong in a tax number. Use digits and the letters A to Z.")
    raise TaxIdError("characters", message % {"sign": strange})


def _right_number(plain: str, row: Row) -> str:
    faults: dict[str, tuple[str, Form]] = {}
    for number in _readings(plain, row):
        for form in row.forms:
            fault = _fault(number, form)
            if not fault:
                return number
            faults.setdefault(fault, (number, form))
    if "check_digits" in faults:
        raise TaxIdError("check_digits", check_digits_cure(*faults["check_digits"]))
    raise TaxIdError("pattern", pattern_cure(row))


def _readings(plain: str, row: Row) -> Iterator[str]:
    """Ways to read what was typed: as it is, with its prefix or suffix added, without the country's code."""
    yield plain
    if row.lead or row.tail:
        yield row.lead + plain + row.tail
    if plain.startswith(row.country):
        yield row.lead + plain.removeprefix(row.country) + row.tail
        yield plain.removeprefix(row.country)
    if plain.startswith("VAT"):
        yield row.lead + plain.removeprefix("VAT").removeprefix(row.lead) + row.tail
    if row.kind in {"ch_uid", "li_uid"}:
        yield plain.removesuffix("HR")  # the commercial register's mark, often written behind it


def _fault(number: str, form: Form) -> str:
    """Say what is wrong with a number in this form: "pattern", "check_digits", or "" for nothing."""
    match = form.pattern.fullmatch(number)
    if not match:
        return "pattern"
    if not form.module:
        return ""
    try:
        _module(form.module).validate(match.groupdict().get("n") or number)
    except InvalidChecksum:
        return "check_digits"
    except (ValueError, LookupError):
        # Its own refusals are ValueErrors too; a slip of the library on odd letters must not break a page.
        return "pattern"
    return ""


@lru_cache(maxsize=128)
def _module(name: str) -> Any:
    # Late, and only those that are asked for: the library has two hundred.
    return import_module(f"stdnum.{name}")
