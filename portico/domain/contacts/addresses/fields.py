"""The form fields of a country's address, in the order its people write them."""

from dataclasses import dataclass

from portico.domain.contacts.addresses.rules import Rules, get_rules
from portico.domain.contacts.addresses.wording import field_label, has_street_and_number

# The HTML standard's autofill names; it has none for a sorting code.
_AUTOCOMPLETE = {
    "line1": "address-line1",
    "line2": "address-line2",
    "city_area": "address-level3",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
    "sorting_code": "off",
}
_ROW = 12
_NARROW = frozenset({"postal_code", "sorting_code", "line2"})


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field. `name` is that of `Address`; `columns` of a row of 12; `choices` (code, label) or ()."""

    name: str
    label: str
    required: bool
    autocomplete: str
    columns: int
    choices: tuple[tuple[str, str], ...]


def address_fields(country: str) -> tuple[AddressField, ...]:
    """Give the fields below "Country", labelled in the active language; a country not known gets all of them.

    `required` holds once anything is filled in: the address as a whole is optional.
    """
    rules = get_rules(country)
    return tuple(
        AddressField(
            name=name,
            label=field_label(name, rules),
            required=is_required(name, rules),
            autocomplete=_AUTOCOMPLETE[name],
            columns=columns,
            choices=rules.region_choices if name == "region" else (),
        )
        for row in _rows(rules)
        for name, columns in zip(row, _columns(row), strict=True)
    )


def is_required(name: str, rules: Rules) -> bool:
    """Say whether an address of this country is wrong without the field."""
    return ("street" if name == "line1" else name) in rules.required


def _rows(rules: Rules) -> list[tuple[str, ...]]:
    """Rows of the form: the street on one or two rows, a postal code alone beside its neighbour."""
    rows: list[tuple[str, ...]] = []
    for row in rules.rows:
        if "street" in row:
            rows += [("line1", "line2")] if has_street_and_number(rules.country) else [("line1",), ("line2",)]
        names = tuple(name for name in row if name != "street")
        if rows and _belong_together(rows[-1], names):
            rows[-1] += names
        elif names:
            rows.append(names)
    return rows


def _belong_together(above: tuple[str, ...], below: tuple[str, ...]) -> bool:
    both = above + below
    return len(above) == len(below) == 1 and "postal_code" in both and "line2" not in both


def _columns(row: tuple[str, ...]) -> list[int]:
    if len(row) == 1:
        return [_ROW]
    if len(row) == 2 and (row[0] in _NARROW) != (row[1] in _NARROW):
        return [4 if name in _NARROW else 8 for name in row]
    if len(row) == 3 and {"city", "region", "postal_code"} == set(row):
        return [{"city": 5, "region": 4, "postal_code": 3}[name] for name in row]
    return [_ROW // len(row)] * len(row)
