"""Finding entries by any part of name, location or bio, the way contacts are found (`core.text_index`).

Only entries that are shown have a text, so what was taken away cannot be found either.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from portico.core.text import fold
from portico.core.text_index import TextIndex, found_text, index_statements
from portico.domain.directory.models import Entry, SearchRow
from portico.domain.profiles.social import social_card

INDEX = TextIndex(SearchRow, "directory_search_index")
BATCH_ROWS = 2000
_BEGINNINGS = "SELECT contact_id FROM directory_entry WHERE is_listed = TRUE AND sort_name >= %s AND sort_name < %s"


def create_index(apps: Any, schema_editor: Any) -> None:
    """Create the index of the database in use; called by a migration."""
    vendor = schema_editor.connection.vendor
    for statement in index_statements(vendor, table="directory_searchrow", index="directory_search_index"):
        schema_editor.execute(statement)


def matching_ids(query: str) -> tuple[str, list[Any]] | None:
    """SQL (and its parameters) for the ids of contacts whose entries match every word, None when nothing was asked."""
    return INDEX.matching(query, beginnings=_BEGINNINGS)


def shown_entries() -> QuerySet[Entry]:
    """Entries that others see while the directory is offered."""
    return Entry.objects.filter(is_listed=True, hidden_at=None)


def refresh_entries(contact_ids: Collection[UUID]) -> None:
    """Bring what these contacts stand under and are found by in step with their name and social profile.

    Who is not listed is left alone. Call it in the transaction of the change; its statements do not grow with the
    contacts.
    """
    listed = Entry.objects.filter(contact_id__in=contact_ids, is_listed=True)
    entries = list(listed.select_related("contact__social_profile"))
    # of the name alone: a contact without one is sorted by their address, which must not be found here
    names = {entry.contact_id: fold(entry.contact.full_name)[:254] for entry in entries}
    moved = [entry for entry in entries if entry.sort_name != names[entry.contact_id]]
    for entry in moved:
        entry.sort_name = names[entry.contact_id]
    if moved:
        Entry.objects.bulk_update(moved, ["sort_name"], batch_size=500)
    INDEX.write({entry.contact_id: search_text(entry) for entry in entries if entry.hidden_at is None})


def search_text(entry: Entry) -> str:
    """What the entry is found by: nothing that it does not show."""
    card = social_card(entry.contact)
    return found_text([entry.contact.full_name, card.location, card.bio])


def reindex() -> int:
    """Build the texts anew; returns how many entries are shown."""
    with transaction.atomic():
        INDEX.empty()
        ids = list(shown_entries().order_by("contact_id").values_list("contact_id", flat=True))
        for start in range(0, len(ids), BATCH_ROWS):
            refresh_entries(ids[start : start + BATCH_ROWS])
    return len(ids)


def count_out_of_step() -> int:
    """How many shown entries have no text, or one too many; `portico check` asks."""
    return abs(shown_entries().count() - SearchRow.objects.count())
