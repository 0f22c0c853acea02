"""Days and times as people read them."""

from datetime import UTC, date, datetime

import pytest

from portico.core.dates import day_text, moment_text, time_text, zone, zone_name

NOON = datetime(2026, 11, 22, 13, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "4 Mar 2027"),
        ("en-GB", "4 Mar 2027"),
        ("en-US", "4 Mar 2027"),
        ("de", "4. März 2027"),
        ("??", "4 Mar 2027"),
    ],
)
def test_a_day_names_its_month(language: str, text: str) -> None:
    assert day_text(date(2027, 3, 4), language) == text


def test_a_moment_carries_its_zone() -> None:
    assert moment_text(NOON.astimezone(zone("Europe/Amsterdam"))) == "22 Nov 2026, 14:05 CET"
    assert moment_text(NOON.astimezone(zone("America/Sao_Paulo"))) == "22 Nov 2026, 10:05 UTC-03"
    assert moment_text(NOON.astimezone(zone("Asia/Kathmandu"))) == "22 Nov 2026, 18:50 UTC+0545"
    assert moment_text(NOON) == "22 Nov 2026, 13:05 UTC"


def test_a_moment_falls_on_the_day_of_its_zone() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert moment_text(late.astimezone(zone("Europe/Amsterdam"))).startswith("23 Nov 2026, 00:30")


def test_a_time_alone_has_no_zone() -> None:
    assert time_text(NOON) == "13:05"
    assert time_text(NOON, "de") == "13:05"


def test_summer_and_winter_have_names_of_their_own() -> None:
    amsterdam = zone("Europe/Amsterdam")
    assert zone_name(datetime(2026, 7, 1, tzinfo=amsterdam)) == "CEST"
    assert zone_name(datetime(2026, 12, 1, tzinfo=amsterdam)) == "CET"


def test_a_known_zone_is_taken() -> None:
    assert zone("Asia/Tokyo").key == "Asia/Tokyo"


@pytest.mark.parametrize("name", ["", "Nowhere/City", "Europe", "../../etc/passwd", "/etc/passwd", "a" * 300, "\x00"])
def test_an_empty_or_unknown_zone_is_the_fallback(name: str) -> None:
    assert zone(name, "Europe/Amsterdam").key == "Europe/Amsterdam"
    assert zone(name).key == "UTC"


def test_an_unknown_fallback_is_utc() -> None:
    assert zone("Nowhere/City", "Nowhere/Else").key == "UTC"
