"""Refusals of profiles."""

from __future__ import annotations

from portico.domain.profiles.models import SocialProfile


class InvalidProfile(Exception):
    """Fields that cannot be saved: `errors` maps a field's name to what is wrong and the cure."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class StaleProfile(Exception):
    """Somebody saved since the form was opened. `current` is the profile as it is now."""

    def __init__(self, current: SocialProfile) -> None:
        super().__init__("changed in between")
        self.current = current
