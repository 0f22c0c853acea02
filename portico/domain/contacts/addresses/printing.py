"""An address as its country writes it, line by line."""

import re

from portico.domain.contacts.addresses.rules import Region, Rules, get_rules
from portico.domain.contacts.addresses.shape import Address
from portico.domain.contacts.addresses.text import is_latin
from portico.domain.contacts.addresses.wording import joins_street
from portico.domain.contacts.countries import country_name

_NAMES = {"C": "city", "D": "city_area", "S": "region", "X": "sorting_code", "Z": "postal_code"}
_WRITTEN_BY_HAND = ("line1", "line2", "city_area", "city")


def print_address(address: Address, language: str = "en", *, with_country: bool = True) -> list[str]:
    """Give the lines of the address, without name and company; the country last, named in `language`.

    Countries that write from large to small (Japan, China, Korea, ...) get that order when the text is in
    their script, and their Latin order when it is in ours.
    """
    rules = get_rules(address.country)
    native = not all(is_latin(getattr(address, name)) for name in _WRITTEN_BY_HAND)
    values = {letter: getattr(address, name) for letter, name in _NAMES.items()}
    values["S"] = _region(address.region, rules, native=native)
    form = _with_leftovers(rules.format if native else rules.latin_format, values)
    if not with_country:
        form = _without_country_prefix(form, rules)
    lines = [text for line in form.split("%n") for text in _line(line, values, address)]
    if not with_country:
        return lines
    # Some islands carry their own name in capitals; once is enough.
    lines = [line for line in lines if line != country_name(address.country).upper()]
    country = country_name(address.country, language)
    return [*lines, country] if country else lines


def _line(form: str, values: dict[str, str], address: Address) -> list[str]:
    street = [text for text in (address.line1, address.line2) if text]
    if form == "%A":
        return [" ".join(street)] if joins_street(address.country) and street else street
    text = _fill(form, {**values, "A": ", ".join(street)})
    if "%" not in form:
        return [form] if any(values.values()) or street else []
    return [text] if text else []


def _fill(form: str, values: dict[str, str]) -> str:
    """Put values into one line. What stands between two fields prints only when both sides do."""
    text = ""
    literal = ""
    for part in re.split(r"(%[A-Z])", form):
        if not part.startswith("%"):
            literal = part
        elif values.get(part[1:]):
            leads = literal.lstrip() if not text else literal
            text += leads + values[part[1:]]
            literal = ""
    return text.strip()


def _with_leftovers(form: str, values: dict[str, str]) -> str:
    """Add a line for values whose field the country's form lacks: they are printed, not lost."""
    missing = [letter for letter in "DCSZX" if values[letter] and f"%{letter}" not in form]
    if not missing:
        return form
    extra = ", ".join(f"%{letter}" for letter in missing)
    small_first = form.startswith("%A")
    return form.replace("%A", f"%A%n{extra}" if small_first else f"{extra}%n%A", 1)


def _without_country_prefix(form: str, rules: Rules) -> str:
    # "SE-" before the code is for letters from abroad.
    prefix = rules.postal_code_prefix
    return form.replace(f"{prefix}%Z", "%Z") if prefix.endswith("-") else form


def _region(code: str, rules: Rules, *, native: bool) -> str:
    region = next((region for region in rules.regions if region.code == code), None)
    if region is None:
        return code
    return _native_name(region) if native else _latin_name(region)


def _native_name(region: Region) -> str:
    return region.name if is_latin(region.code) and not is_latin(region.name) else region.printed


def _latin_name(region: Region) -> str:
    return region.printed if is_latin(region.printed) else region.latin_name or region.printed
