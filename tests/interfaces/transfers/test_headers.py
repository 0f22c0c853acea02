from __future__ import annotations

import pytest

from portico.interfaces.transfers.headers import (
    CONTACT_COLUMNS,
    TRANSACTION_COLUMNS,
    match_columns,
)
from portico.interfaces.transfers.refusals import FileRefused

# The heads of other systems' exports, shortened to what we take and a few that we leave out.
EXPORTS = {
    "kajabi": (
        "Email,Name,First Name,Address Line 1,City,State,Zip Code,Country,External User ID,Created At,Tags",
        {"email": 0, "full_name": 1, "first_name": 2, "line1": 3, "city": 4, "region": 5, "postal_code": 6,
         "country": 7, "external_id": 8, "created_at": 9},
    ),
    "stripe customers": (
        "id,Description,Email,Name,Created (UTC),Card Address Line1,Card Address City,Card Address Zip,Business Vat ID",
        {"external_id": 0, "email": 2, "full_name": 3, "created_at": 4, "line1": 5, "city": 6, "postal_code": 7,
         "tax_number": 8},
    ),
    "shopify": (
        ("Customer ID,First Name,Last Name,Email,Default Address Company,Default Address Address1,Default Address City,"
        "Default Address Province Code,Default Address Country Code,Default Address Zip,Total Spent"),
        {"external_id": 0, "first_name": 1, "last_name": 2, "email": 3, "company": 4, "line1": 5, "city": 6,
         "region": 7, "country": 8, "postal_code": 9},
    ),
    "woocommerce": (
        ("user_email,billing_first_name,billing_last_name,billing_company,billing_address_1,billing_postcode,"
        "billing_city,billing_country"),
        {"email": 0, "first_name": 1, "last_name": 2, "company": 3, "line1": 4, "postal_code": 5, "city": 6,
         "country": 7},
    ),
    "a Dutch list": (
        "naam;emailadres;bedrijf;klantnr;btw;postcode;woonplaats;land".replace(";", ","),
        {"full_name": 0, "email": 1, "company": 2, "external_id": 3, "tax_number": 4, "postal_code": 5, "city": 6,
         "country": 7},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_of_others_are_understood(name: str) -> None:
    head, places = EXPORTS[name]
    assert match_columns(head.split(","), CONTACT_COLUMNS, required=["email"]).places == places


def test_payments_of_stripe() -> None:
    head = "id,Created date (UTC),Amount,Currency,Description,Customer Email,Customer ID,Invoice Number,Status"
    found = match_columns(head.split(","), TRANSACTION_COLUMNS, required=["transaction_id", "date", "email", "offer"])
    assert found.places == {
        "transaction_id": 0, "date": 1, "amount": 2, "currency": 3, "offer": 4, "email": 5, "receipt_number": 7
    }  # fmt: skip
    assert found.left_out == ("Customer ID", "Status")


def test_our_own_names_are_all_understood() -> None:
    for known in (CONTACT_COLUMNS, TRANSACTION_COLUMNS):
        assert match_columns(list(known), known, required=[]).places == {name: n for n, name in enumerate(known)}


def test_no_alias_is_written_so_that_it_never_matches() -> None:
    for known in (CONTACT_COLUMNS, TRANSACTION_COLUMNS):
        for ours, others in known.items():
            for other in others:
                assert match_columns([other], {ours: others}, required=[]).places == {ours: 0}, other


def test_our_name_wins_over_anothers() -> None:
    assert match_columns(["customer name", "full_name"], CONTACT_COLUMNS, required=[]).places == {"full_name": 1}


def test_a_mapping_wins_over_guessing() -> None:
    mapping = {"mail 2": "email", "email": "", "naam": "company"}
    found = match_columns(["email", "mail 2", "naam"], CONTACT_COLUMNS, required=["email"], mapping=mapping)
    assert found.places == {"email": 1, "company": 2}
    assert found.left_out == ("email",)


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"nowhere": "email"}, "unknown_column"),
        ({"email": "shoe size"}, "unknown_field"),
        ({"email": "email", "naam": "email"}, "field_twice"),
        ({"email": ""}, "missing_columns"),
    ],
)
def test_a_wrong_mapping_is_refused(mapping: dict[str, str], code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        match_columns(["email", "naam"], CONTACT_COLUMNS, required=["email"], mapping=mapping)
    assert caught.value.code == code


def test_a_file_without_the_needed_columns_is_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        match_columns(["Dear all", "please find"], CONTACT_COLUMNS, required=["email"])
    assert caught.value.code == "missing_columns"
