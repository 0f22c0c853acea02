"""Ids: version 7, growing with time, in one written form."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portico.core.ids import find_id, new_id


def test_an_id_is_version_7_of_the_standard_variant() -> None:
    for made in [new_id() for _ in range(200)]:
        assert made.version == 7
        assert made.variant == "specified in RFC 4122"


def test_an_id_begins_with_its_millisecond() -> None:
    at = datetime(2026, 11, 22, 12, 0, 0, 123000, tzinfo=UTC)
    with time_machine.travel(at, tick=False):
        assert new_id().int >> 80 == int(at.timestamp() * 1000)


def test_later_ids_sort_behind_earlier_ones() -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False) as moved:
        made = []
        for _ in range(50):
            made.append(new_id())
            moved.shift(0.001)
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ() -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        assert len({new_id() for _ in range(5000)}) == 5000


@given(st.uuids())
def test_an_id_is_found_in_the_form_it_is_printed_in(value: UUID) -> None:
    assert find_id(str(value)) == value
    assert find_id(value.hex) is None
    assert find_id(f"{{{value}}}") is None
    assert find_id(f"urn:uuid:{value}") is None


@pytest.mark.parametrize("text", ["", "7", "not-an-id", "019AB3C0-0000-7000-8000-0000000000AB", " " * 36, "é" * 36])
def test_any_other_text_holds_no_id(text: str) -> None:
    assert find_id(text) is None
