"""One way to write what was typed: spaces, postal code, region, country."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from portico.domain.contacts.addresses.rules import Rules, get_rules
from portico.domain.contacts.addresses.shape import ADDRESS_FIELDS, Address
from portico.domain.contacts.addresses.text import fold

MAX_LENGTH = 200
# Longest postal code that is worth reforming: Iran's and Brazil's with their dash, with room for spaces.
_LONGEST_POSTAL_CODE = 20
# Written with a space behind the third digit, which the library's examples leave out.
_GROUPED_BY_THREE = {"SE": (2, " ")}


def normalise_address(address: Address) -> Address:
    """Give the address as it is stored: trimmed, composed letters, postal code and region as usual.

    What cannot be understood stays as typed, for `check_address` to name. A value in a field that the
    country does not have (a city in Japan's form, from an import) is kept too: it is part of somebody's
    address and is printed.
    """
    values = {name: _tidy(getattr(address, name)) for name in ADDRESS_FIELDS}
    country = values["country"].upper() if len(values["country"]) == 2 else values["country"]
    rules = get_rules(country)
    return replace(
        Address(**values),
        country=country,
        region=find_region_code(values["region"], rules) or values["region"],
        postal_code=_usual_postal_code(values["postal_code"], rules),
    )


def find_region_code(region: str, rules: Rules) -> str | None:
    """Give the stored code of a region by its code, ISO code or name in any known language and script."""
    return rules.region_codes.get(fold(region)) if len(region) <= MAX_LENGTH else None


def is_postal_code(text: str, rules: Rules) -> bool:
    """Say whether the text has the form of this country's postal codes; any text if none is known."""
    return rules.postal_code_pattern is None or bool(rules.postal_code_pattern.fullmatch(text))


def _tidy(text: str) -> str:
    if len(text) > MAX_LENGTH:  # refused by the check; no work on a megabyte
        return text
    return " ".join(unicodedata.normalize("NFC", text).split())


def _usual_postal_code(text: str, rules: Rules) -> str:
    if len(text) > _LONGEST_POSTAL_CODE:
        return text
    # Full-width digits become plain ones; signs that fall apart into a space and an accent are trimmed again.
    plain = unicodedata.normalize("NFKC", text).upper()
    upper = " ".join(unicodedata.normalize("NFKC", plain).split())
    if rules.postal_code_pattern is None:
        return upper
    fitting = (form for form in _postal_forms(upper, rules) if is_postal_code(form, rules))
    return next(fitting, upper)


def _postal_forms(upper: str, rules: Rules) -> Iterator[str]:
    """Ways to write this code, the usual one first: with the country's separator, without, as typed."""
    prefixes = {re.sub(r"\W", "", rules.postal_code_prefix), rules.country, ""}
    compact = re.sub(r"[\W_]", "", upper)
    for body in dict.fromkeys(compact.removeprefix(prefix) for prefix in sorted(prefixes, key=len)):
        for behind, separator in _separators(rules.country, rules.postal_code_examples):
            yield body[:-behind] + separator + body[-behind:]
        yield body
    yield upper


@lru_cache(maxsize=512)
def _separators(country: str, examples: tuple[str, ...]) -> list[tuple[int, str]]:
    """How many characters stand behind the separator in the country's codes, and which one it is."""
    if country in _GROUPED_BY_THREE:
        return [_GROUPED_BY_THREE[country]]
    found = (re.fullmatch(r"\w+([ -])(\w+)", example) for example in examples)
    return list(dict.fromkeys((len(match[2]), match[1]) for match in found if match))
