"""Codes of authenticator apps, against the table of RFC 6238, appendix B (read 22 Nov 2026)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portico.core import one_time_codes

RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"),  # the last six of the eight digits the table has
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    instant = datetime.fromtimestamp(seconds, tz=UTC)
    assert one_time_codes.code_at(RFC_KEY, one_time_codes.step_at(instant)) == code


def code(key: str, instant: datetime) -> str:
    return one_time_codes.code_at(key, one_time_codes.step_at(instant))


def test_half_a_minute_either_way_is_forgiven_and_no_more() -> None:
    key = one_time_codes.new_key()
    for seconds, fits in ((0, True), (30, True), (-30, True), (61, False), (-61, False)):
        typed = code(key, NOW + timedelta(seconds=seconds))
        assert (one_time_codes.find_step(key, typed, at=NOW) is not None) == fits, seconds


def test_a_code_that_was_used_does_not_fit_again_nor_an_older_one() -> None:
    key = one_time_codes.new_key()
    used = one_time_codes.find_step(key, code(key, NOW), at=NOW)
    assert used is not None
    assert one_time_codes.find_step(key, code(key, NOW), at=NOW, after=used) is None
    assert one_time_codes.find_step(key, code(key, NOW - timedelta(seconds=30)), at=NOW, after=used) is None
    assert one_time_codes.find_step(key, code(key, NOW + timedelta(seconds=30)), at=NOW, after=used) == used + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\x00", "９９９９９９"])
def test_what_is_no_code_does_not_fit(typed: str) -> None:
    assert one_time_codes.find_step(one_time_codes.new_key(), typed, at=NOW) is None


def test_spaces_are_forgiven() -> None:
    key = one_time_codes.new_key()
    typed = code(key, NOW)
    assert one_time_codes.find_step(key, f" {typed[:3]} {typed[3:]}", at=NOW) is not None


def test_the_address_for_the_app_holds_the_key_and_who_it_is_for() -> None:
    address = urlsplit(one_time_codes.app_address(RFC_KEY, account="ana@example.org", issuer="Kiln & Co"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert address.path == "/Kiln%20%26%20Co%3Aana@example.org"
    assert parse_qs(address.query) == {"secret": [RFC_KEY], "issuer": ["Kiln & Co"]}
