"""A social profile changes: the profile, and what its owner is found by in the directory."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from portico.core.history import Actor
from portico.domain.directory.search import refresh_entries
from portico.domain.profiles import social
from portico.domain.profiles.models import SocialProfile


def run(contact_id: UUID, *, typed: Mapping[str, str], expected_version: int, by: Actor) -> SocialProfile:
    """Store the profile; the directory finds the new words from the same instant on.

    Raises what `profiles.social.change_social_profile` raises.
    """
    with transaction.atomic():
        changed = social.change_social_profile(contact_id, typed=typed, expected_version=expected_version, by=by)
        refresh_entries([contact_id])
    return changed
