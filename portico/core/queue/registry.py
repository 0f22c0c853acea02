"""Which handler runs a kind of job. Handlers register themselves when their module is imported."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TypeVar

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Handler = Callable[..., None]
H = TypeVar("H", bound=Handler)


class GiveUp(Exception):
    """Raised by a handler that knows another try cannot help: the job becomes a dead letter at once."""


class UnknownKind(LookupError):
    """No handler of this kind is in this version of the code. The job is tried again, after an upgrade it may
    be known.
    """


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one kind run. The n-th gap between tries is `first_gap_seconds` doubled n-1 times,
    `longest_gap_seconds` at most; `every_seconds` makes it a schedule.
    """

    name: str
    handler: Handler
    max_attempts: int
    first_gap_seconds: float
    longest_gap_seconds: float
    every_seconds: int | None = None


_kinds: dict[str, Kind] = {}

# What an unknown kind is treated by: a worker of the older version must leave time for the upgrade.
LOST = Kind("", lambda: None, max_attempts=12, first_gap_seconds=30, longest_gap_seconds=3600)


def job(
    kind: str, *, max_attempts: int = 10, first_gap_seconds: float = 10, longest_gap_seconds: float = 3 * 3600
) -> Callable[[H], H]:
    """Register a handler: `@job("receipts.mail")`. It gets the job's arguments by name; ten tries take about
    three hours.
    """

    def register(handler: H) -> H:
        _register(Kind(kind, handler, max_attempts, first_gap_seconds, longest_gap_seconds))
        return handler

    return register


def every(seconds: int, kind: str, *, max_attempts: int = 5) -> Callable[[H], H]:
    """Register a handler without arguments that runs at each interval, first when a worker starts after
    installation.

    When all tries of one round failed, the error stays on the row and the next round comes at its time.
    """

    def register(handler: H) -> H:
        _register(Kind(kind, handler, max_attempts, 30, seconds, every_seconds=seconds))
        return handler

    return register


def get_kind(name: str) -> Kind:
    """The kind of that name; imports all our modules if it is not known yet. Raises `UnknownKind`."""
    if name not in _kinds:
        load_all()
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def list_schedules() -> list[Kind]:
    """Every kind registered by `every`."""
    load_all()
    return [kind for kind in _kinds.values() if kind.every_seconds]


@cache
def load_all() -> None:
    """Import each module of this program: every handler is registered without a list to keep in step."""
    root = importlib.import_module(__name__.partition(".")[0])
    for name in _modules(root):
        importlib.import_module(name)


def _modules(package: ModuleType) -> list[str]:
    """Names below a package, without migrations (loaded by Django alone) and without the top floor (it runs
    things).
    """
    found = []
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        last = module.name.rpartition(".")[2]
        if last in ("migrations", "config", "__main__"):
            continue
        found.append(module.name)
        if module.ispkg:
            found += _modules(importlib.import_module(module.name))
    return found


def _register(kind: Kind) -> None:
    known = _kinds.get(kind.name)
    if known and (known.handler.__module__, known.handler.__qualname__) != (
        kind.handler.__module__,
        kind.handler.__qualname__,
    ):
        raise ValueError(f"Two handlers for jobs of kind {kind.name}.")
    _kinds[kind.name] = kind
