"""The customers of the demo: people with a story (`named.toml`), the others by lot (`countries.toml`)."""

import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

ANCHOR = date(2026, 11, 22)
FIRST_DAY = date(2023, 11, 23)
COLUMNS = (
    "email", "full_name", "company", "country", "line1", "line2", "city_area", "city", "region",
    "postal_code",
    "tax_country", "tax_kind", "tax_number", "external_id", "time_zone", "created_at",
)  # fmt: skip
MAIL_HOSTS = (
    "claypost.example",
    "potmail.example",
    "postbox.example",
    "glazemail.example",
    "brievenbus.example",
)
CARDS = ("Visa", "Visa", "Mastercard", "Mastercard", "American Express")
EU = frozenset(["NL", "BE", "DE", "FR", "IE", "SE", "DK", "FI", "PL", "CZ", "AT", "IT", "ES", "PT", "GR", "BG", "HU"])
# What the tax office of a country calls a number is not always the country's two letters.
_CHECKED_BY = {
    "eu_vat": lambda country, number: get_cc_module(country.lower(), "vat").is_valid(number),
    "gb_vat": lambda _country, number: get_cc_module("gb", "vat").is_valid(number),
    "no_vat": lambda _country, number: get_cc_module("no", "mva").is_valid(number),
    "ch_vat": lambda _country, number: get_cc_module("ch", "vat").is_valid(number),
    "au_abn": lambda _country, number: get_cc_module("au", "abn").is_valid(number),
}


@dataclass
class Person:
    """One contact: the columns of the file, and what the transactions need to know."""

    columns: dict[str, str]
    created_on: date
    currency: str
    card: str
    buys: list[dict[str, Any]] | None = None  # None: by lot
    shops: bool = True  # False: newsletter only
    company_pays: bool = field(default=False)

    @property
    def email(self) -> str:
        """The address, by which both files know the person."""
        return self.columns["email"]

    @property
    def country(self) -> str:
        """Two letters."""
        return self.columns["country"]

    def row(self) -> dict[str, str]:
        """The line of contacts.csv."""
        return {**self.columns, "created_at": f"{self.created_on.isoformat()}T09:00:00+00:00"}


def everybody(source: Path) -> list[Person]:
    """All contacts, in the order in which they became contacts."""
    countries = tomllib.loads((source / "countries.toml").read_text(encoding="utf-8"))
    named = tomllib.loads((source / "named.toml").read_text(encoding="utf-8"))["person"]
    dice = random.Random("saltmarsh people")
    crowd = [_named(entry, countries, dice) for entry in named]
    taken = {person.email for person in crowd}
    for code, country in countries.items():
        crowd += [_by_lot(code, country, number, taken, dice) for number in range(country["weight"])]
    return sorted(crowd, key=lambda person: (person.created_on, person.email))


def _named(entry: dict[str, Any], countries: dict[str, Any], dice: random.Random) -> Person:
    columns = {name: str(entry.get(name, "")) for name in COLUMNS}
    if "tax" in entry:
        country, kind, number = entry["tax"]
        number = number or _tax_number(country, kind, countries[country]["tax"][1], dice)
        columns |= {"tax_country": country, "tax_kind": kind, "tax_number": number}
    return Person(
        columns=columns,
        created_on=entry["created_on"],
        currency=countries[entry["country"]]["currency"],
        card=entry.get("card", ""),
        buys=entry["buys"],
        company_pays=bool(entry.get("company")),
    )


def _by_lot(code: str, country: dict[str, Any], number: int, taken: set[str], dice: random.Random) -> Person:
    given, latin_given = _both(dice.choice(country["given"]))
    family, latin_family = _both(dice.choice(country["family"]))
    is_firm = "firms" in country and dice.random() < 0.22
    columns = dict.fromkeys(COLUMNS, "")
    columns |= _address(code, country, dice)
    glue = country.get("glue", " ")
    parts = (family, given) if country.get("order") == "family" else (given, family)
    columns["full_name"] = glue.join(parts)
    columns["email"] = _email(latin_given, latin_family, taken, dice)
    columns["country"] = code
    if is_firm:
        columns["company"] = dice.choice(country["firms"]) % family
        if "tax" in country and dice.random() < 0.85:
            kind, pattern = country["tax"]
            columns |= {
                "tax_country": code,
                "tax_kind": kind,
                "tax_number": _tax_number(code, kind, pattern, dice),
            }
            # Some exports know only country and number; the import works the kind out.
            if dice.random() < 0.3:
                columns["tax_kind"] = ""
    if dice.random() < 0.7:
        columns["external_id"] = f"crm_{code.lower()}-{number + 1:04d}"
    if dice.random() < 0.8:
        columns["time_zone"] = country["zone"]
    shops = dice.random() < 0.84
    if not shops:
        for name in ("line1", "line2", "city", "city_area", "region", "postal_code"):
            columns[name] = ""
    days = int((ANCHOR - FIRST_DAY).days * dice.random() ** 1.15)
    return Person(
        columns=columns,
        created_on=FIRST_DAY + timedelta(days=days),
        currency=country["currency"],
        card=f"{dice.choice(CARDS)} ending {dice.randrange(10000):04d}",
        shops=shops,
        company_pays=is_firm,
    )


def _address(code: str, country: dict[str, Any], dice: random.Random) -> dict[str, str]:
    city, region, postal_code = dice.choice(country["places"])
    street = dice.choice(country["streets"]) % dice.randint(1, 180)
    if code == "JP":  # addresses there have no town of its own: it stands before the street
        street, city = city + street, ""
    return {"line1": street, "city": city, "region": region, "postal_code": postal_code}


def _both(entry: str) -> tuple[str, str]:
    written, _, latin = entry.partition("|")
    return written, latin or written


# Letters that do not come apart into a base letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def _email(given: str, family: str, taken: set[str], dice: random.Random) -> str:
    local = f"{_ascii(given)}.{_ascii(family)}"
    host = dice.choice(MAIL_HOSTS)
    email, again = f"{local}@{host}", 1
    while email in taken:
        again += 1
        email = f"{local}{again}@{host}"
    taken.add(email)
    return email


def _ascii(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    return re.sub(r"[^a-z]+", "", folded)


def _tax_number(country: str, kind: str, pattern: str, dice: random.Random) -> str:
    """A number of the pattern whose check digits are right, found by trying."""
    for _ in range(20_000):
        number = re.sub("#", lambda _found: str(dice.randrange(10)), pattern)
        try:
            if _CHECKED_BY[kind](country, number):
                return number
        except ValidationError:
            continue
    raise ValueError(f"no number of the pattern {pattern} has right check digits")
