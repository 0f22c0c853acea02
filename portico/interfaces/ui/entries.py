"""An entry of the customer directory, ready to be drawn by `ui/entry.jinja`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portico.domain.directory.queries import ShownEntry
from portico.domain.profiles.social import SocialLink
from portico.interfaces.ui.context import Viewer
from portico.interfaces.ui.pages import shown_person


@dataclass(frozen=True, slots=True)
class EntryCard:
    """What the card shows. `person` has no address: none may reach another customer's page."""

    person: Viewer
    bio: str
    location: str
    links: tuple[SocialLink, ...]


def entry_card(shown: ShownEntry) -> EntryCard:
    """The card; without a statement where avatar and profile were selected with the contact."""
    avatar = getattr(shown.contact, "avatar", None)
    person = shown_person(shown.contact, avatar_token=avatar.token if avatar else "")
    return EntryCard(replace(person, email=""), shown.card.bio, shown.card.location, shown.card.links)
