"""The triggers that make history append-only, for both databases. Used by the first migration."""

from __future__ import annotations

from typing import Any

SQLITE = [
    (
        "CREATE TRIGGER history_entry_no_update BEFORE UPDATE ON history_entry"
        " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    ),
    (
        "CREATE TRIGGER history_entry_no_delete BEFORE DELETE ON history_entry"
        " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    ),
    (
        "CREATE TRIGGER history_values_no_update BEFORE UPDATE ON history_values"
        " BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    ),
]
POSTGRESQL = [
    (
        "CREATE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$"
    ),
    (
        "CREATE TRIGGER history_entry_append_only BEFORE UPDATE OR DELETE ON history_entry"
        " FOR EACH ROW EXECUTE FUNCTION history_append_only()"
    ),
    (
        "CREATE TRIGGER history_values_append_only BEFORE UPDATE ON history_values"
        " FOR EACH ROW EXECUTE FUNCTION history_append_only()"
    ),
]


def add(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of the database in use."""
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)
