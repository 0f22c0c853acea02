"""The social profile: bio, location and names at networks; saved by the contact, shown in cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.rows import find_row
from portico.core.text import clean_line, clean_lines
from portico.core.typed import problem_of
from portico.domain.contacts.models import Contact
from portico.domain.profiles.errors import InvalidProfile, StaleProfile
from portico.domain.profiles.models import SocialProfile
from portico.domain.profiles.networks import KEYS, UnusableName, cleaned_name, known_names, label_of_network, link_of
from portico.domain.profiles.networks import shown_name as shown_network_name

BIO_LIMIT = 600
LOCATION_LIMIT = 100
FIELDS = ("bio", "location", *KEYS)


@dataclass(frozen=True, slots=True)
class SocialLink:
    """One way to a person elsewhere. `network` is a key of `networks`, `shown` the name people read."""

    network: str
    label: str
    shown: str
    url: str


@dataclass(frozen=True, slots=True)
class SocialCard:
    """What others see of somebody besides name and picture: plain values, empty where there is nothing."""

    bio: str = ""
    location: str = ""
    links: tuple[SocialLink, ...] = field(default=())


def social_card(contact: Contact) -> SocialCard:
    """The card of one contact; without a statement where `social_profile` was selected with them."""
    profile = getattr(contact, "social_profile", None)
    return card_of(profile) if profile else SocialCard()


def social_cards(contact_ids: Iterable[UUID]) -> dict[UUID, SocialCard]:
    """The cards of many contacts, in one statement; who has no profile is left out."""
    found = SocialProfile.objects.filter(contact_id__in=list(contact_ids))
    return {profile.contact_id: card_of(profile) for profile in found}


def card_of(profile: SocialProfile) -> SocialCard:
    """A profile as others see it."""
    links = tuple(
        SocialLink(key, label_of_network(key), shown_network_name(key, name), link_of(key, name))
        for key, name in known_names(profile.usernames).items()
    )
    return SocialCard(profile.bio, profile.location, links)


def find_social_profile(contact_id: UUID) -> SocialProfile:
    """The profile; an empty one with version 0, not stored, for who has none."""
    stored = find_row(SocialProfile, "SELECT * FROM profiles_socialprofile WHERE contact_id = %s", contact_id)
    return stored or SocialProfile(contact_id=contact_id, version=0)


def values_of(profile: SocialProfile) -> dict[str, str]:
    """Its values by the names in FIELDS."""
    return {"bio": profile.bio, "location": profile.location} | {key: profile.usernames.get(key, "") for key in KEYS}


def cleaned_social(typed: Mapping[str, str]) -> dict[str, str]:
    """The values as they are stored. Raises InvalidProfile with every field that is wrong."""
    errors: dict[str, str] = {}
    values = {"bio": clean_lines(typed.get("bio", "")), "location": clean_line(typed.get("location", ""))}
    for name, limit in (("bio", BIO_LIMIT), ("location", LOCATION_LIMIT)):
        if problem := problem_of(typed.get(name, ""), values[name], limit):
            errors[name] = problem
    for key in KEYS:
        try:
            values[key] = cleaned_name(key, typed.get(key, ""))
        except UnusableName as refused:
            errors[key] = str(refused)
    if errors:
        raise InvalidProfile(errors)
    return values


def change_social_profile(
    contact_id: UUID, *, typed: Mapping[str, str], expected_version: int, by: Actor
) -> SocialProfile:
    """Store the profile: names in FIELDS to texts as typed. What is stored already is a success without a write.

    Raises InvalidProfile, StaleProfile when somebody saved since `expected_version` (0: there was none). Who is listed
    in the directory is found by it: call it through `workflows.change_social_profile`.
    """
    values = cleaned_social(typed)
    with transaction.atomic():
        Contact.objects.select_for_update().only("id").get(id=contact_id)  # one writer at a time, of the first row too
        stored = find_social_profile(contact_id)
        before = values_of(stored)
        changed = [name for name in FIELDS if before[name] != values[name]]
        if not changed:
            return stored
        if stored.version != expected_version:
            raise StaleProfile(stored)
        _store(stored, values)
        record(
            "profile.social_changed",
            by=by,
            contact_id=contact_id,
            subject_id=contact_id,
            facts={"fields": changed},
            before={name: before[name] for name in changed},
            after={name: values[name] for name in changed},
        )
    return stored


def _store(profile: SocialProfile, values: Mapping[str, str]) -> None:
    profile.bio, profile.location = values["bio"], values["location"]
    profile.usernames = {key: values[key] for key in KEYS if values[key]}
    profile.version, profile.updated_at = profile.version + 1, clock.now()
    profile.save()
