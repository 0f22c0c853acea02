from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.core.money import to_decimal
from portico.interfaces.transfers import values
from portico.interfaces.transfers.refusals import RowRefused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1,234.50", "EUR", 123450),
        ("1.234,50", "EUR", 123450),
        ("1 234,50", "EUR", 123450),
        ("1\u00a0234.50", "EUR", 123450),
        ("1'234.50", "CHF", 123450),
        ("€ 24.00", "EUR", 2400),
        ("24,00 €", "EUR", 2400),
        ("EUR 24", "EUR", 2400),
        ("US$40.00", "USD", 4000),
        ("-30.10", "EUR", -3010),
        ("−30.10", "EUR", -3010),
        ("(30.10)", "EUR", -3010),
        ("1,234,567", "EUR", 123456700),
        ("1.234.567,8", "EUR", 123456780),
        ("0", "EUR", 0),
        ("12,3456", "EUR", None),
        ("52000", "JPY", 52000),
        ("52,000", "JPY", 52000),
        ("52.000", "JPY", 52000),
        ("52.5", "JPY", None),
        ("46.750", "KWD", 46750),
        ("46,750", "KWD", None),
        ("1,046.750", "KWD", 1046750),
        ("1,234", "EUR", None),
        ("1.234", "EUR", None),
        ("12.34.56", "EUR", None),
        ("1,23.456,7", "EUR", None),
        ("12,34.5", "EUR", None),
        ("", "EUR", None),
        ("free", "EUR", None),
        ("1e5", "EUR", None),
        ("NaN", "EUR", None),
        ("Infinity", "EUR", None),
        ("٢٤", "EUR", None),
        ("9" * 30, "EUR", None),
    ],
)
def test_amounts(text: str, currency: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(RowRefused):
            values.amount_minor("amount", text, currency)
    else:
        assert values.amount_minor("amount", text, currency) == minor


@given(st.integers(-(10**9), 10**9), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
def test_every_amount_we_write_is_read_back(minor: int, currency: str) -> None:
    assert values.amount_minor("amount", str(to_decimal(minor, currency)), currency) == minor


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-05-02", datetime(2026, 5, 1, 22, tzinfo=UTC)),
        ("2026-05-02 10:18", datetime(2026, 5, 2, 8, 18, tzinfo=UTC)),
        ("2026-05-02 10:18:05 UTC", datetime(2026, 5, 2, 10, 18, 5, tzinfo=UTC)),
        ("2026-05-02T10:18:00+02:00", datetime(2026, 5, 2, 8, 18, tzinfo=UTC)),
        ("2026-05-02T10:18:00Z", datetime(2026, 5, 2, 10, 18, tzinfo=UTC)),
    ],
)
def test_instants(text: str, found: datetime) -> None:
    assert values.instant("date", text, AMSTERDAM) == found


@pytest.mark.parametrize("text", ["02/05/2026", "2 May 2026", "2026-13-01", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_date_that_could_be_two_days_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        values.instant("date", text, AMSTERDAM)


def test_access_until_a_day_lasts_to_its_end() -> None:
    until = values.end_of_access("until", "2026-12-31", AMSTERDAM)
    assert until == datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [("NL", "NL"), ("nl", "NL"), ("Netherlands", "NL"), ("Nederland", "NL"), ("Österreich", "AT"), ("UK", "GB"),
     ("USA", "US"), ("", ""), ("Côte d’Ivoire", "CI")],
)  # fmt: skip
def test_countries(text: str, code: str) -> None:
    assert values.country("country", text) == code


@pytest.mark.parametrize("text", ["Narnia", "XX", "EU"])
def test_an_unknown_country_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        values.country("country", text)


@pytest.mark.parametrize(("text", "rate"), [("21", "21"), ("21%", "21"), ("5,5", "5.5"), ("19.00", "19"), ("0", "0")])
def test_rates(text: str, rate: str) -> None:
    assert values.rate("tax_rate", text) == rate


@pytest.mark.parametrize("text", ["high", "-1", "1e2", "2100"])
def test_a_rate_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        values.rate("tax_rate", text)


@pytest.mark.parametrize("text", ["Europe/Nowhere", "CET+1", "../../etc/passwd"])
def test_a_zone_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        values.time_zone("time_zone", text)


@pytest.mark.parametrize("text", ["euro", "XYZ", ""])
def test_a_currency_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RowRefused):
        values.currency("currency", text)
