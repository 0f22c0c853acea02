"""The index behind `search`, made by a migration: full-text pieces on SQLite, trigrams on PostgreSQL."""

from __future__ import annotations

from typing import Any

# detail=none and columnsize=0 keep only which rows hold a piece: a fifth of the size, and every hit is compared with
# the stored text anyway.
SQLITE = (
    "CREATE VIRTUAL TABLE contacts_search_index USING fts5("
    "text, content='contacts_searchrow', content_rowid='id', tokenize='trigram', detail=none, columnsize=0)"
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX contacts_search_index ON contacts_searchrow USING gin (text gin_trgm_ops)",
)


def create(apps: Any, schema_editor: Any) -> None:
    """Create the index of the database in use. On PostgreSQL the database's owner may create the extension."""
    for statement in (SQLITE,) if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
