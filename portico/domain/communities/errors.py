"""Refusals of communities."""

from __future__ import annotations

from typing import Generic, TypeVar

Current = TypeVar("Current")


class InvalidWords(Exception):
    """Fields that cannot be saved: `errors` maps a field's name to its message."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Stale(Exception, Generic[Current]):
    """Somebody saved since the form was opened. `current` is the row as it is now."""

    def __init__(self, current: Current) -> None:
        super().__init__("changed in between")
        self.current = current


class NotAllowed(Exception):
    """This visitor may not do that here."""


class TooOften(Exception):
    """Written too much within an hour."""
