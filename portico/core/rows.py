"""One row by plain SQL, for the few reads that every page makes.

For such a read the ORM takes twenty times as long to write the statement and to unpack the row as the database to
answer; `make bench` measures it. Everything else goes through querysets.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Converter = Callable[[Any, Any, Any], Any]


def find_row(model: type[Row], sql: str, *values: Any) -> Row | None:
    """The first row that `sql` finds, or None.

    It selects every column of the model (`SELECT *`); columns beyond those become attributes. `values` take the places
    of its `%s`, instants and ids as Python has them.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [_as_stored(value) for value in values])
        row = cursor.fetchone()
        columns = tuple(column[0] for column in cursor.description)
    if row is None:
        return None
    found = dict(zip(columns, row, strict=True))
    for name, column, convert in _converters(model, connection.vendor):
        found[name] = convert(found[name], column, connection)
    fields = model._meta.concrete_fields
    instance = model.from_db(
        connection.alias, [field.attname for field in fields], [found.pop(field.column) for field in fields]
    )
    for name, value in found.items():
        setattr(instance, name, value)
    return instance


@cache
def _converters(model: type[Model], vendor: str) -> list[tuple[str, Any, Converter]]:
    """What makes Python's values of the stored ones, for columns where they differ; kept for each kind of database."""
    found: list[tuple[str, Any, Converter]] = []
    for field in model._meta.concrete_fields:
        column = field.get_col(model._meta.db_table)
        both = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        found += [(str(field.column), column, convert) for convert in both]
    return found


def _as_stored(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
