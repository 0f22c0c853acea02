"""Addresses: the form of each country, what is stored, what is refused, what is printed."""

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from portico.domain.contacts.addresses import (
    ADDRESS_FIELDS,
    Address,
    address_fields,
    check_address,
    normalise_address,
    print_address,
)
from portico.domain.contacts.countries import list_countries

DUTCH = Address("NL", "Lange Bierkade 42", "Unit B", city="Harlingen", postal_code="8861 XN")
COUNTRIES = [code for code, _ in list_countries()]


def labels(country):
    return [field.label for field in address_fields(country)]


def test_dutch_form():
    fields = address_fields("NL")
    assert [(f.name, f.label, f.required, f.columns) for f in fields] == [
        ("line1", "Street and house number", True, 8),
        ("line2", "Addition", False, 4),
        ("postal_code", "Postcode", True, 4),
        ("city", "Town or city", True, 8),
    ]
    assert [f.autocomplete for f in fields] == [
        "address-line1",
        "address-line2",
        "postal-code",
        "address-level2",
    ]


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", ["Address line 1", "Address line 2", "City", "State", "ZIP code"]),
        ("GB", ["Address line 1", "Address line 2", "Town or city", "Postcode"]),
        ("CA", ["Address line 1", "Address line 2", "City", "Province", "Postal code"]),
        ("AU", ["Address line 1", "Address line 2", "Suburb", "State", "Postcode"]),
        ("IE", ["Address line 1", "Address line 2", "Townland", "Town or city", "County", "Eircode"]),
        ("IN", ["Address line 1", "Address line 2", "City", "PIN code", "State"]),
        ("JP", ["Postal code", "Prefecture", "Address line 1", "Address line 2"]),
        ("DE", ["Street and house number", "Addition", "Postal code", "Town or city"]),
    ],
)
def test_labels_are_what_the_country_says(country, expected):
    assert labels(country) == expected


@pytest.mark.parametrize("country", [*COUNTRIES, "", "QQ", "ZZ", "../all", "\x00"])
def test_every_country_has_a_form_that_fills_its_rows(country):
    fields = address_fields(country)
    names = [field.name for field in fields]
    assert {"line1", "line2"} <= set(names) <= set(ADDRESS_FIELDS)
    assert len(names) == len(set(names))
    assert all(field.label and field.autocomplete for field in fields)
    assert sum(field.columns for field in fields) % 12 == 0


def test_a_country_nobody_knows_gets_every_field():
    assert {field.name for field in address_fields("QQ")} == set(ADDRESS_FIELDS) - {"country"}


def test_regions_are_a_list_where_the_country_has_one():
    choices = {f.name: f.choices for country in ("US",) for f in address_fields(country)}
    assert ("CA", "California") in choices["region"]
    assert choices["city"] == ()
    japan = next(f for f in address_fields("JP") if f.name == "region")
    assert ("東京都", "Tokyo (東京都)") in japan.choices


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("NL", "8861xn", "8861 XN"),
        ("NL", " 8861  xn ", "8861 XN"),
        ("NL", "NL-8861xn", "8861 XN"),
        ("GB", "sw1a1aa", "SW1A 1AA"),
        ("GB", "m25bq", "M2 5BQ"),
        ("CA", "h3z2y7", "H3Z 2Y7"),
        ("SE", "SE-11455", "114 55"),
        ("CH", "CH-8001", "8001"),
        ("US", "622011234", "62201-1234"),
        ("US", "62201", "62201"),
        ("JP", "１５４００２３", "154-0023"),
        ("BR", "40301110", "40301-110"),
        ("IE", "a65f4e2", "A65 F4E2"),
        ("AD", "ad100", "AD100"),
        ("NL", "SW1A 1AA", "SW1A 1AA"),
    ],
)
def test_postal_codes_are_stored_in_their_usual_form(country, typed, stored):
    once = normalise_address(Address(country, postal_code=typed))
    assert once.postal_code == stored
    assert normalise_address(once) == once


@pytest.mark.parametrize(
    ("country", "typed", "code"),
    [
        ("US", "california", "CA"),
        ("US", "ca", "CA"),
        ("CA", "Québec", "QC"),
        ("CA", "quebec", "QC"),
        ("JP", "tokyo", "東京都"),
        ("JP", "13", "東京都"),
        ("ES", "alava", "VI"),
        ("ES", "Madrid", "M"),
        ("IE", "Cork", "Co. Cork"),
        ("US", "Bavaria", "Bavaria"),
        ("NL", "Friesland", "Friesland"),
    ],
)
def test_regions_are_stored_as_their_code(country, typed, code):
    assert normalise_address(Address(country, region=typed)).region == code


def test_normalising_trims_and_keeps_what_the_form_lacks():
    typed = Address(" jp ", "  1-2-3   Shibuya ", city="Shibuya-ku", line2="Cafe\u0301")
    stored = normalise_address(typed)
    assert stored == Address("JP", "1-2-3 Shibuya", city="Shibuya-ku", line2="Café")
    assert "Shibuya-ku" in " ".join(print_address(stored))


@pytest.mark.parametrize(
    "address", [Address(), Address("NL"), DUTCH, Address("HK", "1 Queen's Road", region="Kowloon")]
)
def test_right_addresses_pass(address):
    assert check_address(address) == {}


@pytest.mark.parametrize(
    ("address", "field", "message"),
    [
        (Address("NL", "A 1", city="B", postal_code="SW1A 1AA"), "postal_code", "A Dutch postcode looks like 1234 AB."),
        (Address("US", "A", city="B", region="CA", postal_code="8861 XN"), "postal_code", "A US ZIP code looks like 95014."),
        (Address("GB", "A", city="B", postal_code="SW1A 1AAXX"), "postal_code", "A British postcode looks like EC1Y 8SY."),
        (Address("US", "A", city="B", region="Bavaria", postal_code="95014"), "region",
         "We do not know this one in United States. Choose one from the list."),
        (Address("NL", "A 1", postal_code="8861 XN"), "city", "Fill in: Town or city."),
        (Address(city="Harlingen"), "country", "Choose the country of this address."),
        (Address("QQ", "A 1"), "country", "We do not know this country. Choose one from the list."),
        (Address("QQ"), "country", "We do not know this country. Choose one from the list."),
        (Address("NL", "x" * 201), "line1", "Use at most 200 characters."),
        (Address("NL", "A\x001"), "line1", "This has characters that cannot be printed. Type it again, do not paste it."),
        (Address("NL", "A\u202e1"), "line1", "This has characters that cannot be printed. Type it again, do not paste it."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_the_cure(address, field, message):
    assert check_address(address)[field] == message


def test_a_sentence_in_another_language_names_the_country_itself():
    with translation.override("nl"):
        wrong = check_address(Address("NL", "A 1", city="B", postal_code="1"))
    assert "Dutch" not in wrong["postal_code"]
    assert "Nederland" in wrong["postal_code"]


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (DUTCH, ["Lange Bierkade 42 Unit B", "8861 XN Harlingen", "Netherlands"]),
        (Address("US", "1 Main St", city="Springfield", region="IL", postal_code="62201"),
         ["1 Main St", "Springfield, IL 62201", "United States"]),
        (Address("GB", "10 Downing St", "Flat 2", city="London", postal_code="SW1A 2AA"),
         ["10 Downing St", "Flat 2", "London", "SW1A 2AA", "United Kingdom"]),
        (Address("JP", "1-2-3 Shibuya", region="東京都", postal_code="150-0002"),
         ["1-2-3 Shibuya, Tokyo", "150-0002", "Japan"]),
        (Address("JP", "渋谷1-2-3", region="東京都", postal_code="150-0002"),
         ["〒150-0002", "東京都", "渋谷1-2-3", "Japan"]),
        (Address("SG", "1 Rd", postal_code="546080"), ["1 Rd", "SINGAPORE 546080", "Singapore"]),
        (Address("GG", "1 Rd", city="St Peter Port", postal_code="GY1 1AA"),
         ["1 Rd", "St Peter Port", "GY1 1AA", "Guernsey"]),
        (Address("ES", "Calle 1", city="Vitoria", region="VI", postal_code="01001"),
         ["Calle 1", "01001 Vitoria Álava", "Spain"]),
        (Address("SE", "Gatan 1", city="Stockholm"), ["Gatan 1", "Stockholm", "Sweden"]),
        (Address("NL", city="Harlingen"), ["Harlingen", "Netherlands"]),
        (Address("HK", "皇后大道 1", city="中環", region="Hong Kong Island"),
         ["香港島", "中環", "皇后大道 1", "Hong Kong SAR China"]),
        (Address(), []),
    ],
)  # fmt: skip
def test_addresses_print_in_their_country_s_form(address, lines):
    assert print_address(address) == lines


def test_the_country_is_named_in_the_reader_s_language_or_left_out():
    assert print_address(DUTCH, "de")[-1] == "Niederlande"
    assert print_address(DUTCH, with_country=False) == ["Lange Bierkade 42 Unit B", "8861 XN Harlingen"]
    swedish = Address("SE", "Gatan 1", city="Stockholm", postal_code="114 55")
    assert print_address(swedish)[1] == "SE-114 55 Stockholm"
    assert print_address(swedish, with_country=False)[1] == "114 55 Stockholm"


WORDS = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.sampled_from(COUNTRIES), WORDS, WORDS, WORDS, WORDS, WORDS)
def test_nothing_that_was_typed_is_lost_on_paper(country, line1, line2, city, city_area, postal_code):
    typed = Address(country, line1, line2, city=city, city_area=city_area, postal_code=postal_code)
    stored = normalise_address(typed)
    printed = " ".join(print_address(stored))
    assert all(value in printed for value in (stored.line1, stored.line2, stored.city, stored.city_area))
    assert stored.postal_code in printed


@given(st.builds(Address, *[st.one_of(st.sampled_from(["NL", "US", "JP", "CN"]), st.text(max_size=250))] * 8))
@example(Address("NL", postal_code="\u00af"))
def test_hostile_text_never_crashes(address):
    refused = check_address(address)
    assert set(refused) <= set(ADDRESS_FIELDS)
    print_address(address)
    stored = normalise_address(address)
    assert normalise_address(stored) == stored
    address_fields(address.country)


def test_a_megabyte_is_refused_without_work():
    huge = Address(*["字" * 1_000_000] * len(ADDRESS_FIELDS))
    assert set(check_address(huge)) == set(ADDRESS_FIELDS)
    assert normalise_address(huge).postal_code == huge.postal_code
