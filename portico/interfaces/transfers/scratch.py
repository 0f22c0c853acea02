"""What an import must remember across batches, for files of any length, in little memory."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Self


class Scratch:
    """Notes on disk: SQLite keeps a nameless temporary file and deletes it at the end."""

    def __init__(self) -> None:
        # An empty name is a private database that spills to disk; nothing in it outlives us.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;"
            "CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE notes (key TEXT PRIMARY KEY, facts TEXT NOT NULL) WITHOUT ROWID; BEGIN;"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def first_line(self, key: str, line: int) -> int:
        """On which line of the file the key stood first: the given one when it is new."""
        added = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, line)).rowcount
        if added:
            return line
        (first,) = self._database.execute("SELECT line FROM seen WHERE key = ?", (key,)).fetchone()
        return int(first)

    def remember(self, facts: dict[str, Any]) -> None:
        """Note facts by key; a later note replaces an earlier one."""
        rows = [(key, json.dumps(value)) for key, value in facts.items()]
        self._database.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", rows)

    def recall(self, keys: Iterable[str]) -> dict[str, Any]:
        """The facts noted under those of the keys that have any."""
        wanted: Sequence[str] = list(keys)
        found = {}
        for key in wanted:
            row = self._database.execute("SELECT facts FROM notes WHERE key = ?", (key,)).fetchone()
            if row:
                found[key] = json.loads(row[0])
        return found
