"""Text that is found by any part of it, in any script, without case or accents.

One folded text an owner, in a table with an integer key. SQLite finds through a full-text index of three-letter
pieces, PostgreSQL through trigrams (docs/decisions/search.md). Two letters of Chinese, Japanese or Korean are words of
their own in the text, so that they reach the three letters that both indexes need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from portico.core.text import fold

MAX_WORDS = 6
SHORTEST = 3  # letters that the indexes need
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]{2,}")

Sql = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class TextIndex:
    """A table of texts and the index over it. `rows` has `id` (an integer), `contact_id` and `text`."""

    rows: type[Model]
    index: str

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.rows._meta.db_table

    def write(self, texts: Mapping[UUID, str], *, are_new: bool = False) -> None:
        """Bring the texts of these owners in step, in a number of statements that does not grow with them."""
        if not texts:
            return
        with transaction.atomic():
            if not are_new:
                self.forget(texts)
            made = [self.rows(contact_id=owner, text=text) for owner, text in texts.items()]
            self.rows._default_manager.bulk_create(made, batch_size=1000)
            if connection.vendor == "sqlite":
                insert = f"INSERT INTO {self.index}(rowid, text) VALUES (%s, %s)"  # noqa: S608  names are our own
                with connection.cursor() as cursor:
                    cursor.executemany(insert, [(row.pk, row.text) for row in made])  # type: ignore[attr-defined]

    def forget(self, owners: Iterable[UUID]) -> None:
        """These owners are not found any more."""
        rows = self.rows._default_manager.filter(contact_id__in=list(owners))
        if connection.vendor == "sqlite":
            # an external-content index is told the old text of what it forgets
            forget = f"INSERT INTO {self.index}({self.index}, rowid, text) VALUES ('delete', %s, %s)"  # noqa: S608
            with connection.cursor() as cursor:
                cursor.executemany(forget, list(rows.values_list("id", "text")))
        rows._raw_delete(rows.db)

    def empty(self) -> None:
        """Nobody is found any more."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.index}({self.index}) VALUES ('delete-all')")  # noqa: S608
        everything = self.rows._default_manager.all()
        everything._raw_delete(everything.db)

    def matching(self, query: str, *, beginnings: str) -> Sql | None:
        """SQL (and its parameters) for the ids of owners that match every word, or None when nothing was asked.

        A lone word of one or two letters finds what begins with it: `beginnings` is SQL for that with a pair of `%s`
        for each range it asks, first and last. Several short words are looked for as they stand.
        """
        words = fold(query).split()[:MAX_WORDS]
        if not words:
            return None
        patterns = [f" {word} " if len(word) == 2 and _CJK.fullmatch(word) else word for word in words]
        if len(words) > 1 and all(len(pattern) < SHORTEST for pattern in patterns):
            patterns = [" ".join(words)]  # "na li" is a part of "Ana Lima"
        long_enough = [pattern for pattern in patterns if len(pattern) >= SHORTEST]
        if not long_enough:
            start = " ".join(words)
            # ranges, so that an index is walked from the first to the last match
            return beginnings, [start, start + "\U0010ffff"] * (beginnings.count("%s") // 2)
        return self._through_index(patterns, long_enough)

    def _through_index(self, patterns: list[str], long_enough: list[str]) -> Sql:
        like = " AND ".join(["text LIKE %s ESCAPE '\\'"] * len(patterns))
        parameters: list[Any] = [f"%{_escaped(pattern)}%" for pattern in patterns]
        # only our own words are put together here; what was typed goes as parameters
        if connection.vendor == "sqlite":
            match = " AND ".join(f'"{piece}"' for piece in _pieces(long_enough))
            hits = f"SELECT rowid FROM {self.index} WHERE {self.index} MATCH %s"  # noqa: S608
            sql = f"SELECT contact_id FROM {self.table} WHERE id IN ({hits}) AND {like}"  # noqa: S608
            return sql, [match, *parameters]
        return f"SELECT contact_id FROM {self.table} WHERE {like}", parameters  # noqa: S608


def index_statements(vendor: str, *, table: str, index: str) -> tuple[str, ...]:
    """What a migration runs to make the index of a table, on SQLite or PostgreSQL.

    On PostgreSQL the database's owner may create the extension.
    """
    if vendor == "sqlite":
        # detail=none and columnsize=0 keep only which rows hold a piece: a fifth of the size, and every hit is
        # compared with the stored text anyway
        options = f"text, content='{table}', content_rowid='id', tokenize='trigram', detail=none, columnsize=0"
        return (f"CREATE VIRTUAL TABLE {index} USING fts5({options})",)
    return (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        f"CREATE INDEX {index} ON {table} USING gin (text gin_trgm_ops)",
    )


def found_text(parts: Iterable[str]) -> str:
    """What somebody is found by: each part on its own line, then pairs of Chinese, Japanese or Korean letters."""
    text = "\n".join(dict.fromkeys(fold(part) for part in parts if part))
    pairs = {run[i : i + 2] for run in _CJK.findall(text) for i in range(len(run) - 1)}
    return f"\n{text}\n " + " ".join(sorted(pairs)) + " "


def _pieces(words: Iterable[str]) -> list[str]:
    """Every three letters in a row, quoted for the full-text index (which keeps no positions)."""
    found = dict.fromkeys(word[i : i + 3] for word in words for i in range(len(word) - 2))
    return [piece.replace('"', '""') for piece in found]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
