"""What may be saved about the site."""

from __future__ import annotations

import pytest

from portico.domain.site.checking import cleaned_look, cleaned_receipts, cleaned_seller
from portico.domain.site.colours import NEEDED, contrast
from portico.domain.site.errors import InvalidSite

LOOK = {
    "name": "Kiln",
    "contact_email": "studio@kiln.example",
    "sender_name": "Kiln",
    "accent": "#2743B8",
    "time_zone": "Europe/Amsterdam",
    "language": "en",
}
SELLER = {"seller_name": "Kiln B.V.", "seller_address": "Havenkade 1\r\n\r\n 8862 AB  Harlingen \nNetherlands"}
RECEIPTS = {"receipt_title": "Receipt", "receipt_prefix": "K-2027-", "refund_prefix": "KR-"}


def test_a_look_is_stored_clean_with_the_ink_that_reads_best() -> None:
    cleaned = cleaned_look({**LOOK, "name": "  Kiln   &  Co "})
    assert cleaned["name"] == "Kiln & Co"
    assert (cleaned["accent"], cleaned["accent_ink"]) == ("#2743b8", "#ffffff")


@pytest.mark.parametrize("accent", ["#ffcc00", "#000000", "#ffffff", "#767676", "c04020", "#959595"])
def test_text_is_readable_on_every_colour(accent: str) -> None:
    cleaned = cleaned_look({**LOOK, "accent": accent})
    assert contrast(cleaned["accent"], cleaned["accent_ink"]) >= NEEDED


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("name", "x" * 101),
        ("name", "Kiln\u202eevil"),
        ("contact_email", "studio"),
        ("contact_email", "studio@kiln"),
        ("contact_email", "a b@kiln.example"),
        ("sender_name", "Kiln\r\nBcc: everybody@example.org"),
        ("accent", "red"),
        ("accent", "#12345"),
        ("accent", "#2743b8;}"),
        ("accent", "#777777"),  # 4.48 to 1 with white, less with our dark ink
        ("time_zone", "Mars/Base"),
        ("time_zone", "../../etc/passwd"),
        ("language", "xx"),
    ],
)
def test_a_look_that_cannot_be_saved_says_so_at_the_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidSite) as refused:
        cleaned_look({**LOOK, field: typed})
    assert list(refused.value.errors) == [field]


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidSite) as refused:
        cleaned_look({})
    assert set(refused.value.errors) == {"name", "contact_email", "accent", "time_zone", "language"}


def test_an_address_keeps_its_lines_and_loses_empty_ones() -> None:
    cleaned = cleaned_seller(SELLER)
    assert cleaned["seller_address"] == "Havenkade 1\n8862 AB Harlingen\nNetherlands"
    assert cleaned["seller_registration"] == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("seller_name", ""),
        ("seller_address", "\n".join("abcdefg")),
        ("seller_address", "x" * 601),
        ("seller_address", "Havenkade\u0007 1"),
        ("seller_tax_id", "x" * 41),
    ],
)
def test_a_seller_that_cannot_be_saved_says_so_at_the_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidSite) as refused:
        cleaned_seller({**SELLER, field: typed})
    assert list(refused.value.errors) == [field]


def test_receipt_wording_is_stored_clean() -> None:
    assert cleaned_receipts({**RECEIPTS, "receipt_message": " Thank  you "})["receipt_message"] == "Thank you"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("receipt_title", ""),
        ("receipt_prefix", ""),
        ("receipt_prefix", "K 2027"),
        ("receipt_prefix", "2027"),  # 2027 and number 1 would read like number 202700001
        ("receipt_prefix", "x" * 21),
        ("refund_prefix", "K-2027-"),
        ("refund_prefix", "<b>-"),
    ],
)
def test_receipt_settings_that_cannot_be_saved_say_so_at_the_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidSite) as refused:
        cleaned_receipts({**RECEIPTS, field: typed})
    assert list(refused.value.errors) == [field]
