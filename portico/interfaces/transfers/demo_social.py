"""The demo's social profiles and its customer directory, entered as customers would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import change_choice
from portico.domain.directory.queries import find_entry
from portico.domain.profiles.social import find_social_profile
from portico.workflows import change_social_profile


def load(social: Mapping[str, Any], *, by: Actor) -> None:
    """Profiles and choices; those that are there already are left."""
    people = social["person"]
    ids = dict(Contact.objects.filter(email__in=[each["email"] for each in people]).values_list("email", "id"))
    for each in people:
        contact_id = ids[each["email"]]
        if find_social_profile(contact_id).version == 0:
            change_social_profile.run(contact_id, typed=each, expected_version=0, by=by)
        if each["listed"] and find_entry(contact_id).version == 0:
            with_links = each["listed"] == "links"
            change_choice(contact_id, is_listed=True, shows_links=with_links, expected_version=0, by=by)
