"""What the page of a contact shows of their entry in the customer directory."""

from __future__ import annotations

from dataclasses import dataclass

from portico.domain.contacts.models import Contact
from portico.domain.directory.models import Entry
from portico.domain.directory.queries import find_entry, shown_entry
from portico.interfaces.ui.entries import EntryCard, entry_card


@dataclass(frozen=True, slots=True)
class DirectoryPanel:
    """The entry as others see it, and the form that hides it. Nothing to show: they are not listed."""

    entry: Entry
    card: EntryCard | None = None
    reason: str = ""
    error: str = ""
    saved: str = ""


def directory_panel(contact: Contact, *, reason: str = "", error: str = "", saved: str = "") -> DirectoryPanel:
    """The panel; `reason` and `error` of a form that was refused, `saved` after one that was not."""
    entry = find_entry(contact.id)
    if not entry.is_listed:
        return DirectoryPanel(entry)
    card = entry_card(shown_entry(contact, shows_links=entry.shows_links))
    return DirectoryPanel(entry, card, reason, error, saved)
