"""Refusals of the contacts room."""

from __future__ import annotations

from portico.domain.contacts.models import Contact


class InvalidDetails(Exception):
    """Details that cannot be saved: `errors` maps a field's name to what is wrong and the cure."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class StaleDetails(Exception):
    """Somebody saved since the form was opened. `current` is the contact as it is now."""

    def __init__(self, current: Contact) -> None:
        super().__init__("changed in between")
        self.current = current


class EmailTaken(Exception):
    """Another contact has this address."""


class ExternalIdTaken(Exception):
    """Another contact has this external user ID."""

    def __init__(self, holder: Contact) -> None:
        super().__init__("taken")
        self.holder = holder
