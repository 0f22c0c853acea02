"""Refusals of the preferences room."""

from __future__ import annotations


class InvalidText(Exception):
    """A topic or an announcement that cannot be saved: `errors` maps a field's name to what is wrong and the cure."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Stale(Exception):
    """Somebody saved the topic or announcement since it was opened, or sending has begun."""
