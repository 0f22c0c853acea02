"""Which kinds of tax number each country has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.domain.contacts.tax_ids.rows import Row
from portico.domain.contacts.tax_ids.tables import (
    africa_middle_east,
    americas,
    asia_pacific,
    europe,
    european_union,
)

# The Union first: in its countries the VAT number is the one that most people mean.
_TABLES = (european_union, europe, americas, asia_pacific, africa_middle_east)


@dataclass(frozen=True, slots=True)
class TaxKind:
    """One kind in one country. `kind` is Stripe's type; `short` stands before the number on a receipt."""

    kind: str
    country: str
    label: str
    short: str
    example: str


def tax_countries() -> tuple[str, ...]:
    """Give the countries that have a kind, by code; "EU" is among them, for the One Stop Shop."""
    return tuple(sorted(_BY_COUNTRY))


def tax_kinds(country: str) -> tuple[TaxKind, ...]:
    """Give the kinds of one country, the likeliest first, labelled in the active language; () if none."""
    return tuple(_kind(row) for row in _BY_COUNTRY.get(country, ()))


def find_kind(country: str, kind: str) -> TaxKind | None:
    """Give one kind of one country, None when the country has no such kind."""
    row = find_row(country, kind)
    return _kind(row) if row else None


def find_row(country: str, kind: str) -> Row | None:
    """Give the row of the tables behind a kind."""
    return next((row for row in _BY_COUNTRY.get(country, ()) if row.kind == kind), None)


def all_rows() -> Iterable[Row]:
    """Give every row, table by table."""
    return (row for table in _TABLES for row in table.ROWS)


def _kind(row: Row) -> TaxKind:
    return TaxKind(row.kind, row.country, label_of(row), row.short, row.shown(row.example))


def label_of(row: Row) -> str:
    """Give "VAT number (btw-id)" in the active language, with what the country's people call it."""
    return f"{_(row.what)} ({row.local})" if row.local else _(row.what)


def _grouped(rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.country, []).append(row)
    return {country: tuple(group) for country, group in groups.items()}


_BY_COUNTRY = _grouped(all_rows())
# Northern Ireland's number is the rarer one of the United Kingdom.
_BY_COUNTRY["GB"] = tuple(reversed(_BY_COUNTRY["GB"]))
