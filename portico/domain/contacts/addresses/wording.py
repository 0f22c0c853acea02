"""What the people of a country call the parts of their address, translated."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portico.domain.contacts.addresses.rules import Rules

# Codes are kept as words: sixty quoted pairs would hide the list.
# Where the house number is part of the street line and people ask for it by that name.
_STREET_AND_NUMBER = frozenset(
    """
    AD AL AR AT AX BA BE BG BO BR BY CH CL CO CR CY CZ DE DK EE EC ES FI FO GL GR GT HN HR HU IS IT LI LT LU
    LV MC MD ME MK MX NI NL NO PE PL PT PY RO RS RU SE SI SJ SK SM SV TR UA UY VA VE XK
    """.split()  # noqa: SIM905
)
# English-speaking countries, and neighbours, that write "postcode".
_POSTCODE = frozenset("AU BE BN FK GB GG GI GS IM IO JE MY NL NZ PN SH TA".split())  # noqa: SIM905
_POSTAL_CODES = {
    "zip": gettext_noop("ZIP code"),
    "pin": gettext_noop("PIN code"),
    "eircode": gettext_noop("Eircode"),
}
_CITIES = {"district": gettext_noop("District"), "suburb": gettext_noop("Suburb")}
_CITY_AREAS = {
    "district": gettext_noop("District"),
    "neighborhood": gettext_noop("Neighbourhood"),
    "suburb": gettext_noop("Suburb"),
    "townland": gettext_noop("Townland"),
    "village_township": gettext_noop("Village or township"),
}
_REGIONS = {
    "area": gettext_noop("Area"),
    "county": gettext_noop("County"),
    "department": gettext_noop("Department"),
    "district": gettext_noop("District"),
    "do_si": gettext_noop("Province or city"),
    "emirate": gettext_noop("Emirate"),
    "island": gettext_noop("Island"),
    "oblast": gettext_noop("Oblast"),
    "parish": gettext_noop("Parish"),
    "prefecture": gettext_noop("Prefecture"),
    "province": gettext_noop("Province"),
    "state": gettext_noop("State"),
}
# The library says "province" for every country it knows nothing better of.
_REGION_OF_COUNTRY = {
    "CL": gettext_noop("Region"),
    "LT": gettext_noop("County"),
    "TW": gettext_noop("County or city"),
}
_FRENCH_SORTING = frozenset("BL GF GP MC MF MQ NC PM RE WF YT".split())  # noqa: SIM905


def joins_street(country: str) -> bool:
    """Say whether line 2 is an addition to the house number and is printed behind it ("42 Unit B")."""
    return country == "NL"


def has_street_and_number(country: str) -> bool:
    """Say whether this country asks for "Street and house number" rather than "Address line 1"."""
    return country in _STREET_AND_NUMBER


def field_label(name: str, rules: Rules) -> str:
    """Give the label of one field of `Address` in the active language."""
    return _(_LABELS[name](rules))


def _line1(rules: Rules) -> str:
    if has_street_and_number(rules.country):
        return gettext_noop("Street and house number")
    return gettext_noop("Address line 1")


def _line2(rules: Rules) -> str:
    if has_street_and_number(rules.country):
        return gettext_noop("Addition")
    return gettext_noop("Address line 2")


def _city(rules: Rules) -> str:
    town = has_street_and_number(rules.country) or rules.city_type == "post_town" or rules.country == "IE"
    return _CITIES.get(rules.city_type) or (gettext_noop("Town or city") if town else gettext_noop("City"))


def _city_area(rules: Rules) -> str:
    return _CITY_AREAS.get(rules.city_area_type, gettext_noop("District"))


def _region(rules: Rules) -> str:
    named = _REGION_OF_COUNTRY.get(rules.country) or _REGIONS.get(rules.region_type)
    return named or gettext_noop("Region")


def _postal_code(rules: Rules) -> str:
    if rules.country in _POSTCODE:
        return gettext_noop("Postcode")
    return _POSTAL_CODES.get(rules.postal_code_type, gettext_noop("Postal code"))


def _sorting_code(rules: Rules) -> str:
    return gettext_noop("CEDEX") if rules.country in _FRENCH_SORTING else gettext_noop("Sorting code")


def _country(_rules: Rules) -> str:
    return gettext_noop("Country")


_LABELS = {
    "country": _country,
    "line1": _line1,
    "line2": _line2,
    "city_area": _city_area,
    "city": _city,
    "region": _region,
    "postal_code": _postal_code,
    "sorting_code": _sorting_code,
}
