"""Finding contacts by any part of name, email, company, tax ID or external ID, in any script, without case or accents.

One folded text a contact, in a table of its own. SQLite finds through a full-text index of three-letter pieces,
PostgreSQL through trigrams. Always through the index first, then sorted: the other way round both databases can walk
all contacts for a rare word (docs/decisions/search.md). Two letters of Chinese, Japanese or Korean are words of their
own in the text, so that they reach the three letters that both indexes need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from portico.core.text import fold
from portico.domain.contacts.models import Contact, SearchRow

MAX_WORDS = 6
SHORTEST = 3  # letters that the indexes need
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]{2,}")


def search_text(contact: Contact) -> str:
    """What the contact is found by: each part on its own line, then pairs of Chinese, Japanese or Korean letters."""
    parts = [contact.full_name, contact.email, contact.email_as_typed, contact.company]
    parts += [contact.tax_number, contact.external_id or ""]
    text = "\n".join(dict.fromkeys(fold(part) for part in parts if part))
    pairs = {run[i : i + 2] for run in _CJK.findall(text) for i in range(len(run) - 1)}
    return f"\n{text}\n " + " ".join(sorted(pairs)) + " "


def index_contact(contact: Contact, *, is_new: bool = False) -> None:
    """Bring the contact's row in step; called by every action that changes what it is found by."""
    index_contacts([contact], are_new=is_new)


def index_contacts(contacts: Sequence[Contact], *, are_new: bool = False) -> None:
    """The same for many, in a number of statements that does not grow with them."""
    if not contacts:
        return
    with transaction.atomic():
        if not are_new:
            _forget([contact.id for contact in contacts])
        rows = [SearchRow(contact_id=contact.id, text=search_text(contact)) for contact in contacts]
        SearchRow.objects.bulk_create(rows, batch_size=1000)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                insert = "INSERT INTO contacts_search_index(rowid, text) VALUES (%s, %s)"
                cursor.executemany(insert, [(row.id, row.text) for row in rows])


def _forget(contact_ids: Sequence[UUID]) -> None:
    rows = SearchRow.objects.filter(contact_id__in=contact_ids)
    if connection.vendor == "sqlite":
        # an external-content index is told the old text of what it forgets
        forget = "INSERT INTO contacts_search_index(contacts_search_index, rowid, text) VALUES ('delete', %s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(forget, list(rows.values_list("id", "text")))
    rows._raw_delete(rows.db)


def matching_ids(query: str) -> tuple[str, list[Any]] | None:
    """SQL (and its parameters) for the ids of contacts that match every word, or None when nothing was asked.

    A lone word of one or two letters matches the beginning of names and addresses only; several short ones are looked
    for as they stand.
    """
    words = fold(query).split()[:MAX_WORDS]
    if not words:
        return None
    patterns = [f" {word} " if len(word) == 2 and _CJK.fullmatch(word) else word for word in words]
    if len(words) > 1 and all(len(pattern) < SHORTEST for pattern in patterns):
        patterns = [" ".join(words)]  # "na li" is a part of "Ana Lima"
    long_enough = [pattern for pattern in patterns if len(pattern) >= SHORTEST]
    if not long_enough:
        return _beginnings(words)
    like = " AND ".join(["text LIKE %s ESCAPE '\\'"] * len(patterns))
    parameters: list[Any] = [f"%{_escaped(pattern)}%" for pattern in patterns]
    if connection.vendor == "sqlite":
        match = " AND ".join(f'"{piece}"' for piece in _pieces(long_enough))
        hits = "SELECT rowid FROM contacts_search_index WHERE contacts_search_index MATCH %s"
        # only our own words are put together here; what was typed goes as parameters
        sql = f"SELECT contact_id FROM contacts_searchrow WHERE id IN ({hits}) AND {like}"  # noqa: S608
        return sql, [match, *parameters]
    return f"SELECT contact_id FROM contacts_searchrow WHERE {like}", parameters  # noqa: S608  as above


def _beginnings(words: list[str]) -> tuple[str, list[Any]]:
    start = " ".join(words)
    # a range, so that the index on (sort_name, id) is walked from the first to the last match
    sql = (
        "SELECT id FROM contacts_contact WHERE sort_name >= %s AND sort_name < %s"
        " UNION SELECT id FROM contacts_contact WHERE email >= %s AND email < %s"
    )
    return sql, [start, start + "\U0010ffff", start, start + "\U0010ffff"]


def _pieces(words: Iterable[str]) -> list[str]:
    """Every three letters in a row, quoted for the full-text index (which keeps no positions)."""
    found = dict.fromkeys(word[i : i + 3] for word in words for i in range(len(word) - 2))
    return [piece.replace('"', '""') for piece in found]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def reindex() -> int:
    """Build the search rows anew; returns how many contacts there are."""
    with transaction.atomic():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO contacts_search_index(contacts_search_index) VALUES ('delete-all')")
        SearchRow.objects.all()._raw_delete(SearchRow.objects.db)
        total = 0
        batch: list[Contact] = []
        for contact in Contact.objects.order_by("id").iterator(2000):
            batch.append(contact)
            if len(batch) == 2000:
                index_contacts(batch, are_new=True)
                total, batch = total + len(batch), []
        index_contacts(batch, are_new=True)
    return total + len(batch)


def count_out_of_step() -> int:
    """How many contacts have no search row, or one row too many; `portico check` asks."""
    return abs(Contact.objects.count() - SearchRow.objects.count())
