"""Money: whole minor units, no float, each currency's own decimals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.core.money import MAX_MINOR, decimals, format_money, is_known_currency, to_decimal, to_minor


@pytest.mark.parametrize(
    ("currency", "places"),
    [("EUR", 2), ("JPY", 0), ("KWD", 3), ("USD", 2), ("HUF", 2), ("RSD", 2), ("IQD", 3), ("ISK", 0)],
)
def test_each_currency_has_its_decimals(currency: str, places: int) -> None:
    assert decimals(currency) == places


@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD"])
def test_known_currencies(code: str) -> None:
    assert is_known_currency(code)


@pytest.mark.parametrize("code", ["", "eur", "EU", "EURO", "XXQ", "€€€", "ＥＵＲ", "../"])
def test_unknown_currencies(code: str) -> None:
    assert not is_known_currency(code)


@given(st.integers(-MAX_MINOR, MAX_MINOR), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_there_and_back_is_exact(amount_minor: int, currency: str) -> None:
    assert to_minor(to_decimal(amount_minor, currency), currency) == amount_minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("24.10", "EUR", 2410),
        ("24.1", "EUR", 2410),
        ("-0.01", "EUR", -1),
        ("2410", "JPY", 2410),
        ("2.410", "KWD", 2410),
    ],
)
def test_an_amount_becomes_minor_units(text: str, currency: str, minor: int) -> None:
    assert to_minor(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("24.105", "EUR"), ("0.5", "JPY"), ("2.4105", "KWD"), ("", "EUR"), ("ten", "EUR"), ("NaN", "EUR"),
        ("sNaN", "EUR"), ("Infinity", "EUR"), ("1e999999", "EUR"), ("1e-999999", "EUR"), ("10000000000000001", "EUR"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        to_minor(text, currency)


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (2410, "EUR", "en", "€24.10"),
        (4000, "USD", "en", "US$40.00"),
        (2410, "JPY", "en", "¥2,410"),
        (2410, "KWD", "en", "KWD\u00a02.410"),
        (-3010, "EUR", "en", "\u2212€30.10"),
        (0, "EUR", "en", "€0.00"),
        (123456789, "EUR", "en", "€1,234,567.89"),
        (199950, "RSD", "en", "RSD\u00a01,999.50"),
        (2400, "IQD", "en", "IQD\u00a02.400"),
        (2410, "EUR", "de", "24,10\u00a0€"),
        (2410, "EUR", "xx-yy", "€24.10"),
    ],
)
def test_money_is_shown_with_its_own_sign_and_decimals(minor: int, currency: str, language: str, shown: str) -> None:
    assert format_money(minor, currency, language) == shown
