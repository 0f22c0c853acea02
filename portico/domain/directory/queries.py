"""Reading the directory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from portico.core.rows import find_row
from portico.domain.contacts.models import Contact
from portico.domain.directory.models import Entry
from portico.domain.profiles.social import SocialCard, social_card
from portico.domain.site.models import BuiltWith, Site


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry as others see it: the contact's name and picture, and their card, without links unless chosen."""

    contact: Contact
    card: SocialCard


def is_offered(site: Site) -> bool:
    """Whether the site has a customer directory: only while its pages are built with the Website Builder."""
    return site.built_with == BuiltWith.WEBSITE_BUILDER


def find_entry(contact_id: UUID) -> Entry:
    """Somebody's entry; one with version 0 that is not listed, not stored, for who never chose."""
    stored = find_row(Entry, "SELECT * FROM directory_entry WHERE contact_id = %s", contact_id)
    return stored or Entry(contact_id=contact_id, version=0)


def is_shown(entry: Entry) -> bool:
    """Whether others see it while the directory is offered."""
    return entry.is_listed and entry.hidden_at is None


def shown_entry(contact: Contact, *, shows_links: bool) -> ShownEntry:
    """How the contact stands in the directory, or would stand there."""
    card = social_card(contact)
    return ShownEntry(contact, card if shows_links else replace(card, links=()))


def count_listed() -> int:
    """How many chose to be listed, hidden entries among them."""
    return Entry.objects.filter(is_listed=True).count()
