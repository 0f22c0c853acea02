"""For tests with real threads, whose rows are really committed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from portico.core.history import triggers


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """Emptying the database afterwards deletes history too. On SQLite its trigger forbids that and steps aside."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER history_entry_no_delete")
            cursor.execute("DELETE FROM history_values")
            cursor.execute("DELETE FROM history_entry")
            cursor.execute(next(each for each in triggers.SQLITE if "history_entry_no_delete" in each))
