"""The directory page by page, by name; found through the index first, then sorted (docs/decisions/search.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from portico.domain.directory.models import Entry
from portico.domain.directory.queries import ShownEntry, shown_entry
from portico.domain.directory.search import matching_ids, shown_entries

PAGE_ROWS = 24  # fills rows of two and of three
COUNTED = 10_000  # counting further would cost more than anybody learns from it
_SHOWN = "e.is_listed = TRUE AND e.hidden_at IS NULL"

Found = tuple[str, list[Any]] | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Up to `PAGE_ROWS` entries. `previous` and `next` are the keys of the pages beside, None at an end."""

    entries: list[ShownEntry]
    previous: UUID | None
    next: UUID | None
    count: int
    """How many match in all; COUNTED + 1 stands for "more than COUNTED"."""

    @property
    def counts_all(self) -> bool:
        """Whether `count` is exact."""
        return self.count <= COUNTED


def entry_page(query: str = "", *, after: UUID | None = None, before: UUID | None = None) -> EntryPage:
    """One page of the entries that match; the first one without a key, or with the key of nobody who is shown.

    Four statements at most, however many entries there are.
    """
    found = matching_ids(query)
    key = _key(after or before)
    backwards = key is not None and after is None
    sql, parameters = page_statement(found, key=key, backwards=backwards)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        ids = [_as_uuid(row[0]) for row in cursor.fetchall()]
    more, ids = len(ids) > PAGE_ROWS, ids[:PAGE_ROWS]
    if backwards:
        ids.reverse()
    has_previous, has_next = (more, True) if backwards else (key is not None, more)
    return EntryPage(
        entries=_loaded(ids),
        previous=ids[0] if ids and has_previous else None,
        next=ids[-1] if ids and has_next else None,
        count=_count(found),
    )


def page_statement(found: Found, *, key: tuple[str, Any] | None, backwards: bool) -> tuple[str, list[Any]]:
    """The SQL for the ids of one page and its parameters. `key` is the (sort_name, id) it starts at."""
    source, conditions, parameters = "directory_entry AS e", [_SHOWN], []
    start = ""
    if found is not None:
        start, parameters = f"WITH hits(id) AS MATERIALIZED ({found[0]}) ", [*found[1]]
        # SQLite keeps the order of a CROSS JOIN: from what was found to the entry, not the other way
        source = "hits CROSS JOIN directory_entry AS e"
        conditions.append("e.contact_id = hits.id")
    if key is not None:
        conditions.append(f"(e.sort_name, e.contact_id) {'<' if backwards else '>'} (%s, %s)")
        parameters += key
    down = " DESC" if backwards else ""
    order = f"e.sort_name{down}, e.contact_id{down}"
    # every part is our own text; what was typed is in the parameters
    select = f"SELECT e.contact_id FROM {source} WHERE {' AND '.join(conditions)}"  # noqa: S608
    return f"{start}{select} ORDER BY {order} LIMIT {PAGE_ROWS + 1}", parameters


def _key(contact_id: UUID | None) -> tuple[str, Any] | None:
    """Where an entry stands in the list. The key in an address is an id: names do not belong there."""
    if contact_id is None:
        return None
    name = shown_entries().filter(contact_id=contact_id).values_list("sort_name", flat=True).first()
    return None if name is None else (name, UUIDField().get_db_prep_value(contact_id, connection))


def _as_uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _loaded(ids: list[UUID]) -> list[ShownEntry]:
    rows = Entry.objects.filter(contact_id__in=ids).select_related("contact__social_profile", "contact__avatar")
    by_id = {row.contact_id: row for row in rows}
    return [shown_entry(by_id[each].contact, shows_links=by_id[each].shows_links) for each in ids if each in by_id]


def _count(found: Found) -> int:
    hits, parameters = found or ("", [])
    condition = f" AND e.contact_id IN ({hits})" if found else ""
    counted = f"SELECT 1 FROM directory_entry AS e WHERE {_SHOWN}{condition} LIMIT {COUNTED + 1}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({counted}) AS counted", parameters)  # noqa: S608  as above
        return int(cursor.fetchone()[0])
