"""One row by plain SQL, for the few reads that every page makes.

For such a read the ORM takes ten times as long to write the statement as the database to answer it; `make bench`
measures it. Everything else goes through querysets.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def find_row(model: type[Row], sql: str, *values: Any) -> Row | None:
    """The first row that `sql` finds, or None.

    It selects every column of the model (`SELECT *`); columns beyond those become attributes. `values` take the places
    of its `%s`, instants and ids as Python has them.
    """
    parameters = [_as_stored(value) for value in values]
    return next(iter(model._default_manager.raw(sql, parameters)), None)


def _as_stored(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
