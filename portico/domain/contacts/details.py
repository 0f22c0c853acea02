"""What is printed about a contact: one value with a name, compared, stored and taken out again as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from portico.domain.contacts.addresses import Address
from portico.domain.contacts.tax_ids import TaxId


@dataclass(frozen=True, slots=True)
class Details:
    """Name, company, email as typed, tax ID and address, each as text; empty where there is none."""

    full_name: str = ""
    company: str = ""
    email: str = ""
    tax_country: str = ""
    tax_kind: str = ""
    tax_number: str = ""
    country: str = ""
    line1: str = ""
    line2: str = ""
    city_area: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    sorting_code: str = ""

    @classmethod
    def of(cls, contact: Any) -> Details:
        """The details that a contact's row holds."""
        values = {name: getattr(contact, name) for name in DETAIL_FIELDS if name != "email"}
        return cls(email=contact.email_as_typed, **values)

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Details:
        """Details out of a stored version; fields it does not know are left out, missing ones are empty."""
        return cls(**{name: stored[name] for name in DETAIL_FIELDS if name in stored})

    def to_json(self) -> dict[str, str]:
        """Only what is filled in."""
        return {name: value for name in DETAIL_FIELDS if (value := getattr(self, name))}

    @property
    def address(self) -> Address:
        """The postal address alone."""
        return Address(
            self.country, self.line1, self.line2, self.city_area,
            self.city, self.region, self.postal_code, self.sorting_code,
        )  # fmt: skip

    @property
    def tax_id(self) -> TaxId:
        """The tax ID alone."""
        return TaxId(self.tax_country, self.tax_kind, self.tax_number)


DETAIL_FIELDS = tuple(field.name for field in fields(Details))

# What a reader calls the group that a field belongs to ("Version 2 ...: name, tax ID").
GROUPS = {
    "full_name": "name",
    "company": "company",
    "email": "email",
    "tax_country": "tax_id",
    "tax_kind": "tax_id",
    "tax_number": "tax_id",
}


def changed_fields(before: Details, after: Details) -> list[str]:
    """Names of the fields that differ, in their printed order."""
    return [name for name in DETAIL_FIELDS if getattr(before, name) != getattr(after, name)]


def changed_groups(before: Details, after: Details) -> list[str]:
    """What differs in a reader's terms: name, company, email, tax_id, address."""
    return list(dict.fromkeys(GROUPS.get(name, "address") for name in changed_fields(before, after)))
