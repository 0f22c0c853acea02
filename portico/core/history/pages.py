"""Reading what happened to one contact page by page, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from portico.core.history.models import Entry
from portico.core.history.queries import list_entries

PAGE_ROWS = 20


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page. `newer` and `older` are the keys of the pages beside it, None where there is none."""

    entries: list[Entry]
    newer: UUID | None = None
    older: UUID | None = None


def entry_page(
    contact_id: UUID,
    *,
    older_than: UUID | None = None,
    newer_than: UUID | None = None,
    among: QuerySet[Entry] | None = None,
) -> EntryPage:
    """The page behind or before an entry; the newest without a key, or with one that is not of this contact.

    `among` are some of the contact's entries, in the order of `list_entries`. Two statements at most, however long the
    history is.
    """
    found = list_entries(contact_id) if among is None else among
    wanted = older_than or newer_than
    key = Entry.objects.filter(contact_id=contact_id, id=wanted).first() if wanted else None
    if key is None:
        return _downwards(list(found[: PAGE_ROWS + 1]), is_first=True)
    if older_than:
        # the bound on `at` alone is what the index can start at
        older = Q(at__lt=key.at) | Q(at=key.at, id__lt=key.id)
        return _downwards(list(found.filter(older, at__lte=key.at)[: PAGE_ROWS + 1]), is_first=False)
    newer = Q(at__gt=key.at) | Q(at=key.at, id__gt=key.id)
    rows = list(found.filter(newer, at__gte=key.at).reverse()[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS][::-1]
    if not shown:
        return entry_page(contact_id, among=among)
    return EntryPage(shown, newer=shown[0].id if len(rows) > PAGE_ROWS else None, older=shown[-1].id)


def _downwards(rows: list[Entry], *, is_first: bool) -> EntryPage:
    shown = rows[:PAGE_ROWS]
    return EntryPage(
        shown,
        newer=shown[0].id if shown and not is_first else None,
        older=shown[-1].id if len(rows) > PAGE_ROWS else None,
    )
