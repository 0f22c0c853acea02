"""How often something may be tried: exactly so often, however many ask at once, and not for ever."""

from datetime import UTC, datetime

import pytest
import time_machine

from portico.core.limits.counting import delete_old, is_allowed
from portico.core.limits.models import Tries
from tests.racing import in_processes, in_threads

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def tries(count: int, who: object = "ana") -> list[bool]:
    return [is_allowed("code", who, most=3, seconds=3600) for _ in range(count)]


def test_so_many_and_no_more() -> None:
    assert tries(5) == [True, True, True, False, False]


def test_each_thing_and_each_person_counts_alone() -> None:
    assert tries(4)[-1] is False
    assert is_allowed("code", "ben", most=3, seconds=3600)
    assert is_allowed("password", "ana", most=3, seconds=3600)


def test_the_window_starts_with_the_first_try_and_tries_do_not_move_it() -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        assert tries(4)[-1] is False
        moved.shift(3599)
        assert tries(1) == [False]
        moved.shift(1)
        assert tries(4) == [True, True, True, False]


def test_nobody_can_be_read_out_of_the_table() -> None:
    tries(1, "ana@example.org")
    assert "ana" not in Tries.objects.get().key


def test_ended_counts_go() -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        tries(1, "ana")
        moved.shift(1800)
        tries(1, "ben")
        moved.shift(1800)
        delete_old()
        assert Tries.objects.count() == 1
        assert tries(3, "ben") == [True, True, False]


@pytest.mark.django_db(transaction=True)
def test_threads_at_once_are_counted_exactly() -> None:
    came = in_threads(20, lambda number: is_allowed("code", "ana", most=5, seconds=3600))
    assert sorted(came) == [False] * 15 + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_an_ended_window_is_begun_once_by_threads_at_once() -> None:
    with time_machine.travel(NOON, tick=False) as moved:
        tries(4)
        moved.shift(3600)
        came = in_threads(20, lambda number: is_allowed("code", "ana", most=3, seconds=3600))
    assert sorted(came) == [False] * 17 + [True] * 3


def try_often(number: int) -> int:
    """In a process of its own: how many of 20 tries were allowed."""
    return sum(is_allowed("code", "ana", most=25, seconds=3600) for _ in range(20))


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_are_counted_exactly() -> None:
    assert sum(in_processes(3, f"{__name__}:try_often")) == 25
