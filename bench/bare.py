"""The reference: a WSGI program that reads and writes what the product has to, and returns the same bytes.

No framework, no session decoding, no template: one connection that stays open, statements prepared once. What a page
reads and what it answers were recorded from the product, each statement once; a save is written by hand. `BENCH_BARE`
names a JSON file with the database, the statements and the answers.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.db.backends.sqlite3._functions import register

from portico.core.ids import new_id

SESSION = "SELECT * FROM {sessions} WHERE session_key = %s AND expire_date > %s"
VIEWER = "SELECT c.*, m.role FROM contacts_contact c LEFT JOIN team_membership m ON m.contact_id = c.id WHERE c.id = %s"
SITE = "SELECT * FROM site_site WHERE id = 1"
UPDATE = (
    "UPDATE contacts_contact SET full_name = %s, sort_name = %s, version = version + 1, details_number = %s"
    " WHERE id = %s AND version = %s"
)
NEW_VERSION = (
    "INSERT INTO contacts_detailsversion (id, contact_id, number, valid_from, changed, details, by_kind, by_label)"
    " VALUES (%s, %s, %s, %s, %s, %s, 'customer', '')"
)
NEW_ENTRY = (
    "INSERT INTO history_entry (id, at, verb, actor_kind, actor_id, actor_label, contact_id, subject_id, facts)"
    " VALUES (%s, %s, 'contact.details_changed', 'customer', %s, '', %s, %s, %s)"
)
NEW_VALUES = "INSERT INTO history_values (entry_id, before, after) VALUES (%s, %s, %s)"
FOUND_BY = "SELECT id, text FROM contacts_searchrow WHERE contact_id = %s"
FORGET = "INSERT INTO contacts_search_index(contacts_search_index, rowid, text) VALUES ('delete', %s, %s)"
INDEX = "INSERT INTO contacts_search_index(rowid, text) VALUES (%s, %s)"
NEW_TEXT = "UPDATE contacts_searchrow SET text = %s WHERE id = %s"
KEEP_SENTENCE = "UPDATE {sessions} SET session_data = session_data WHERE session_key = %s"


class Sqlite:
    """One connection with the product's pragmas; the module keeps the statements prepared."""

    def __init__(self, name: str, pragmas: str) -> None:
        # the server may end a thread that had nothing to do and go on with a new one
        self.connection = sqlite3.connect(
            name, isolation_level=None, timeout=20, cached_statements=200, check_same_thread=False
        )
        register(self.connection)  # the product's statements call functions for parts of dates
        self.connection.executescript(pragmas)
        self.begin = "BEGIN IMMEDIATE"

    def execute(self, sql: str, *values: Any) -> Any:
        return self.connection.execute(sql.replace("%s", "?"), values)

    def id(self, text: str) -> Any:
        return text.replace("-", "")

    def moment(self) -> Any:
        return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


class Postgresql:
    """One connection; every statement is prepared the first time."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self.begin = "BEGIN"

    def execute(self, sql: str, *values: Any) -> Any:
        return self.connection.execute(sql, values or None)

    def id(self, text: str) -> Any:
        return text

    def moment(self) -> Any:
        return datetime.now(UTC)


class Bare:
    """Answers by path, from a table made at the start."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.kind = config["kind"]
        self.database = (
            Sqlite(config["name"], config["pragmas"]) if self.kind == "sqlite" else Postgresql(config["url"])
        )
        self.answers = {path: Path(file).read_bytes() for path, file in config["answers"].items()}
        self.reads = config["reads"]
        self.session = SESSION.format(sessions=config["sessions"])
        self.keep_sentence = KEEP_SENTENCE.format(sessions=config["sessions"])

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        cookies = dict(part.split("=", 1) for part in environ["HTTP_COOKIE"].split("; "))
        if environ["REQUEST_METHOD"] == "POST":
            self.save(environ, self.database.id(cookies["contact"]), cookies["session"])
            start_response("302 Found", [("Location", "/settings/#contact"), ("Content-Length", "0")])
            return [b""]
        for sql, values in self.reads[path]:
            self.read(sql, *values)
        body = self.answers[path]
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def read(self, sql: str, *values: Any) -> list[Any]:
        return self.database.execute(sql, *values).fetchall()

    def save(self, environ: dict[str, Any], contact: Any, session: str) -> None:
        self.read(self.session, session, self.database.moment())
        self.read(VIEWER, contact)
        self.read(SITE)
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
        name, version = form["full_name"][0], int(form["version"][0])
        run, now, entry = self.database.execute, self.database.moment(), self.database.id(str(new_id()))
        details = json.dumps({field: values[0] for field, values in form.items()})
        run(self.database.begin)
        if run(UPDATE, name, name.lower(), version + 1, contact, version).rowcount != 1:
            raise RuntimeError("the measured save was stale")
        version_id = self.database.id(str(new_id()))
        run(NEW_VERSION, version_id, contact, version + 1, now, '["full_name"]', details)
        run(NEW_ENTRY, entry, now, contact, contact, str(contact), '{"fields": ["full_name"]}')
        run(NEW_VALUES, entry, '{"full_name": "before"}', json.dumps({"full_name": name}))
        row, text = run(FOUND_BY, contact).fetchone()
        found_by = "\n".join(["", name.lower(), *text.split("\n")[2:]])  # the name stands on the first line
        if self.kind == "sqlite":
            run(FORGET, row, text)
            run(INDEX, row, found_by)
        run(NEW_TEXT, found_by, row)
        run("COMMIT")
        run(self.keep_sentence, session)


@cache
def _bare() -> Bare:
    """Made by the first request, so that the connection is opened in the server's own process."""
    return Bare(json.loads(Path(os.environ["BENCH_BARE"]).read_text(encoding="utf-8")))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """What the server calls."""
    return _bare()(environ, start_response)
