"""Writes of the directory: the customer's choice, and what the team hides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.text import clean_line, has_unshowable, shows_nothing
from portico.domain.contacts.models import Contact
from portico.domain.directory.errors import InvalidReason, NamelessEntry, StaleEntry
from portico.domain.directory.models import Entry
from portico.domain.directory.queries import find_entry
from portico.domain.directory.search import INDEX, refresh_entries

REASON_LIMIT = 300


def change_choice(contact_id: UUID, *, is_listed: bool, shows_links: bool, expected_version: int, by: Actor) -> Entry:
    """Be listed or not, with or without links. What is stored already is a success without a write.

    Taken out, the entry is gone at once, from the search too. What the team hid stays hidden. Raises NamelessEntry,
    StaleEntry when the choice was changed since `expected_version` (0: there was none).
    """
    with transaction.atomic():
        contact = _locked(contact_id)
        entry = find_entry(contact_id)
        if (entry.is_listed, entry.shows_links) == (is_listed, shows_links):
            return entry
        if entry.version != expected_version:
            raise StaleEntry(entry)
        if is_listed and not contact.full_name:
            raise NamelessEntry
        _store(entry, is_listed=is_listed, shows_links=shows_links, by=by)
    return entry


def remove_entry(contact_id: UUID, *, by: Actor) -> bool:
    """Take somebody out of the directory, whatever was changed meanwhile. False when they were not in it."""
    with transaction.atomic():
        _locked(contact_id)
        entry = find_entry(contact_id)
        if entry.is_listed:
            _store(entry, is_listed=False, shows_links=entry.shows_links, by=by)
            return True
    return False


def _locked(contact_id: UUID) -> Contact:
    """The contact, whose row also orders changes of name and profile against changes of the entry."""
    return Contact.objects.select_for_update().get(id=contact_id)


def _store(entry: Entry, *, is_listed: bool, shows_links: bool, by: Actor) -> None:
    before = {"is_listed": entry.is_listed, "shows_links": entry.shows_links}
    after = {"is_listed": is_listed, "shows_links": shows_links}
    changed = [name for name in before if before[name] != after[name]]
    entry.is_listed, entry.shows_links = is_listed, shows_links
    entry.version, entry.updated_at = entry.version + 1, clock.now()
    if not is_listed:
        entry.sort_name = ""
        INDEX.forget([entry.contact_id])
    entry.save()
    if "is_listed" in changed and is_listed:
        refresh_entries([entry.contact_id])
    record(
        "directory.choice_changed",
        by=by,
        contact_id=entry.contact_id,
        subject_id=entry.contact_id,
        facts={"fields": changed},
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def hide_entry(contact_id: UUID, *, reason: str, by: Actor) -> Entry:
    """Take an entry out of sight, with a reason that its customer reads; hidden already, the reason is replaced.

    The customer's choice stays. Raises Entry.DoesNotExist for somebody who is not listed, InvalidReason.
    """
    cleaned = _cleaned_reason(reason)
    with transaction.atomic():
        _locked(contact_id)
        entry = Entry.objects.get(contact_id=contact_id, is_listed=True)
        before = entry.hidden_reason
        if entry.hidden_at is None or before != cleaned:
            entry.hidden_at = entry.hidden_at or clock.now()
            entry.hidden_reason, entry.hidden_by = cleaned, by.label
            entry.save(update_fields=["hidden_at", "hidden_reason", "hidden_by"])
            INDEX.forget([contact_id])
            record("directory.entry_hidden", by=by, **_reasons(contact_id, before, cleaned))
    return entry


def restore_entry(contact_id: UUID, *, by: Actor) -> Entry:
    """Show a hidden entry again, if its customer is still listed. Not hidden: nothing happens."""
    with transaction.atomic():
        _locked(contact_id)
        entry = Entry.objects.get(contact_id=contact_id)
        if entry.hidden_at is not None:
            before = entry.hidden_reason
            entry.hidden_at, entry.hidden_reason, entry.hidden_by = None, "", ""
            entry.save(update_fields=["hidden_at", "hidden_reason", "hidden_by"])
            refresh_entries([contact_id])
            record("directory.entry_restored", by=by, **_reasons(contact_id, before, ""))
    return entry


def _reasons(contact_id: UUID, before: str, after: str) -> dict[str, Any]:
    """What history keeps of a hiding: whose entry, and the reason that was and is."""
    reasons = {"before": {"hidden_reason": before}, "after": {"hidden_reason": after}}
    return {"contact_id": contact_id, "subject_id": contact_id, **reasons}


def _cleaned_reason(reason: str) -> str:
    cleaned = clean_line(reason)
    if shows_nothing(cleaned):
        raise InvalidReason(_("Write a reason. The customer reads it in their settings."))
    if len(cleaned) > REASON_LIMIT:
        raise InvalidReason(_("This is too long. Use %(limit)s characters at most.") % {"limit": REASON_LIMIT})
    if has_unshowable(reason.replace("\r\n", " ").replace("\n", " ")):
        raise InvalidReason(_("This holds a character that cannot be shown. Type it again without pasting."))
    return cleaned
