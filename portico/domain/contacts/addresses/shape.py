"""The one shape of an address, the same for every country; what a country does not use stays empty."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person or business is. `country` is two upper-case letters, `region` the library's code."""

    country: str = ""
    line1: str = ""
    line2: str = ""
    city_area: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    sorting_code: str = ""

    def has_more_than_country(self) -> bool:
        """Say whether anything but the country is filled in."""
        return any(getattr(self, name) for name in ADDRESS_FIELDS if name != "country")


ADDRESS_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Address))
