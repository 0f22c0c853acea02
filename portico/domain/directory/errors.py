"""Refusals of the directory."""

from __future__ import annotations

from portico.domain.directory.models import Entry


class StaleEntry(Exception):
    """The choice was changed since the form was opened. `current` is the entry as it is now."""

    def __init__(self, current: Entry) -> None:
        super().__init__("changed in between")
        self.current = current


class NamelessEntry(Exception):
    """Somebody without a name cannot be listed: nothing else of theirs may stand there instead."""


class InvalidReason(Exception):
    """A reason that cannot be shown to the customer; the message says what is wrong and the cure."""
