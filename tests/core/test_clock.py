"""The one clock."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

import portico
from portico.core import clock

ROOM = Path(portico.__file__).parent
# datetime.now(), .utcnow(), .today(), date.today(), timezone.now(), time.time() used as a date
OTHER_CLOCKS = re.compile(r"\b(?:datetime|date|timezone)\.(?:now|utcnow|today)\(")


def test_the_clock_says_an_aware_instant_in_utc() -> None:
    said = clock.now()
    assert said.utcoffset() == timedelta(0)
    assert abs(said - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_test_can_move_it() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        assert clock.now() == noon


def other_clocks(text: str) -> list[str]:
    return OTHER_CLOCKS.findall(text)


def test_nobody_asks_another_clock() -> None:
    found = {
        path.relative_to(ROOM).as_posix()
        for path in ROOM.rglob("*.py")
        if other_clocks(path.read_text(encoding="utf-8"))
    }
    assert found == {"core/clock.py"}
