"""What a page reads: the statements that the product makes for it, recorded in process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.people import Person

Statement = tuple[str, list[Any]]


def made(path: str, person: Person) -> list[Statement]:
    """Every statement of the page when it is opened again, in its order, as the driver is given it."""
    from django.db import connection
    from django.test import Client

    found: list[Statement] = []

    def listen(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        found.append(_for_driver(sql, values))
        return execute(sql, values, many, context)

    client = Client(headers={"cookie": person.cookies(), "host": "localhost"})
    client.get(path)
    with connection.execute_wrapper(listen):
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return found


def reads(path: str, person: Person) -> list[Statement]:
    """The page's reads, each once: asking the same twice is the product's own fault."""
    selects = [
        (sql, values) for sql, values in made(path, person) if sql.lstrip().upper().startswith(("SELECT", "WITH"))
    ]
    return list({repr(statement): statement for statement in selects}.values())


def _for_driver(sql: str, values: Any) -> Statement:
    """SQLite's module takes the values apart from the text; for PostgreSQL they are written into it, to be prepared."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return sql, list(values or ())
    import psycopg

    return psycopg.ClientCursor(connection.connection).mogrify(sql, values), []
