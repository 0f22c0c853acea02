"""The list of contacts: by name, found by what was asked, page by page.

A page starts behind or before a contact, never at a number of rows: page 4,000 costs what page 1 costs, and
a row added meanwhile shifts nothing. A search finds through the index first and sorts what it found: walking
the names until fifty match would visit every contact for a rare word (docs/decisions/search.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from portico.domain.contacts.models import Contact
from portico.domain.contacts.search import matching_ids

PAGE_ROWS = 50
COUNTED = 10_000  # counting further would cost more than anybody learns from it


@dataclass(frozen=True, slots=True)
class ContactPage:
    """Up to `PAGE_ROWS` contacts. `previous` and `next` are the keys of the pages beside, None at an end."""

    contacts: list[Contact]
    previous: UUID | None
    next: UUID | None
    count: int
    """How many match in all; COUNTED + 1 stands for "more than COUNTED"."""

    @property
    def counts_all(self) -> bool:
        """Whether `count` is exact."""
        return self.count <= COUNTED


def contact_page(query: str = "", *, after: UUID | None = None, before: UUID | None = None) -> ContactPage:
    """One page of the contacts that match, by name; the first one without a key, or with the key of nobody.

    Three statements at most, however many contacts there are.
    """
    found = matching_ids(query)
    key_id = after or before
    key = _key(key_id) if key_id else None
    backwards = key is not None and after is None
    sql, parameters = page_statement(found, key=key, backwards=backwards)
    rows = list(Contact.objects.raw(sql, parameters))
    more, rows = len(rows) > PAGE_ROWS, rows[:PAGE_ROWS]
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (key is not None, more)
    return ContactPage(
        contacts=rows,
        previous=rows[0].id if rows and has_previous else None,
        next=rows[-1].id if rows and has_next else None,
        # what was found is counted with the page: searching again would double the time
        count=rows[0].matching if rows and found else _count(found),  # type: ignore[attr-defined]
    )


def page_statement(
    found: tuple[str, list[Any]] | None, *, key: tuple[str, Any] | None, backwards: bool
) -> tuple[str, list[Any]]:
    """The SQL of one page and its parameters. `key` is the (sort_name, id) it starts at.

    In an answer to a search each row says as `matching` how many there are.
    """
    parameters: list[Any] = []
    start, columns, source, conditions = "", "c.*", "contacts_contact AS c", []
    if found is not None:
        hits, parameters = found[0], [*found[1]]
        start = f"WITH hits(id) AS MATERIALIZED ({hits}) "
        columns += f", (SELECT COUNT(*) FROM (SELECT 1 FROM hits LIMIT {COUNTED + 1}) AS few) AS matching"  # noqa: S608
        # SQLite keeps the order of a CROSS JOIN: from what was found to the contact, not the other way
        source, conditions = "hits CROSS JOIN contacts_contact AS c", ["c.id = hits.id"]
    if key is not None:
        conditions.append(f"(c.sort_name, c.id) {'<' if backwards else '>'} (%s, %s)")
        parameters += key
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = "c.sort_name DESC, c.id DESC" if backwards else "c.sort_name, c.id"
    # every part is our own text; what was typed is in the parameters
    return f"{start}SELECT {columns} FROM {source}{where} ORDER BY {order} LIMIT {PAGE_ROWS + 1}", parameters  # noqa: S608


def _key(contact_id: UUID) -> tuple[str, Any] | None:
    """Where a contact stands in the list: the key in an address is an id, names do not belong there."""
    name = Contact.objects.filter(id=contact_id).values_list("sort_name", flat=True).first()
    return None if name is None else (name, UUIDField().get_db_prep_value(contact_id, connection))


def _count(found: tuple[str, list[Any]] | None) -> int:
    matching, parameters = found or ("SELECT id FROM contacts_contact", [])
    with connection.cursor() as cursor:
        # both parts are our own text; what was typed is in the parameters
        limited = f"SELECT COUNT(*) FROM (SELECT 1 FROM ({matching}) AS hits LIMIT {COUNTED + 1}) AS counted"  # noqa: S608
        cursor.execute(limited, parameters)
        return int(cursor.fetchone()[0])
