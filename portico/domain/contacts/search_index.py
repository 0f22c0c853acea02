"""The index behind `search`, made by a migration."""

from __future__ import annotations

from typing import Any

from portico.core.text_index import index_statements


def create(apps: Any, schema_editor: Any) -> None:
    """Create the index of the database in use."""
    vendor = schema_editor.connection.vendor
    for statement in index_statements(vendor, table="contacts_searchrow", index="contacts_search_index"):
        schema_editor.execute(statement)
