"""The importer against a bare bulk insert of the very rows that it wrote. Django has to be started.

Both write inside a transaction that is rolled back, so that nothing stays and neither pays for the disk; a commit
would cost both the same and so flatter the product.
"""

from __future__ import annotations

import csv
import statistics
import time
from pathlib import Path
from typing import Any

from bench.data import ADDRESS, name
from bench.places import Size

AT_ONCE = 500  # rows a statement, as the importer's batches


def measure(size: Size, place: Path) -> dict[str, Any]:
    """Rows a second of both kinds of files, and of the bare insert of the rows that came of them."""
    return {
        "import of contacts": _compare(size, place / "contacts.csv", "contacts"),
        "import of transactions": _compare(size, place / "transactions.csv", "transactions"),
    }


def _compare(size: Size, path: Path, kind: str) -> dict[str, Any]:
    from django.db import transaction

    _write_file(path, kind, size.import_rows)
    pairs = []
    for _ in range(3):
        with transaction.atomic():
            before = _newest()
            ours = _import(path, kind)
            rows = _written(before)
            transaction.set_rollback(True)
        with transaction.atomic():
            theirs = _insert(rows)
            transaction.set_rollback(True)
        pairs.append((ours, theirs))
    return {
        "product_rows_a_second": size.import_rows / statistics.median(ours for ours, _ in pairs),
        "bare_rows_a_second": size.import_rows / statistics.median(theirs for _, theirs in pairs),
        "ratio": statistics.median(theirs / ours for ours, theirs in pairs),
        "rows_written_a_row": sum(len(values) for values in rows.values()) / size.import_rows,
    }


def _write_file(path: Path, kind: str, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        people = ["email", "full_name", *ADDRESS]
        sale = ["transaction_id", "type", "date", "offer", "amount", "currency", "payment_method"]
        writer.writerow(people if kind == "contacts" else [*people, *sale])
        for number in range(count):
            # somebody buys twice
            buyer = number if kind == "contacts" else number // 2
            row = [f"new{buyer}@letters.example", name(buyer), *ADDRESS.values()]
            if kind == "transactions":
                row += [f"new-{number}", "payment", "2023-05-01T10:00:00Z", "wheel", "121.00", "EUR", "Visa ending 1"]
            writer.writerow(row)


def _import(path: Path, kind: str) -> float:
    from portico.core.history import Actor
    from portico.interfaces.transfers.contacts import ContactFile
    from portico.interfaces.transfers.running import run_import
    from portico.interfaces.transfers.transactions import TransactionFile

    by = Actor("import", label=path.name)
    file: Any = ContactFile(by=by) if kind == "contacts" else TransactionFile(by=by)
    started = time.perf_counter()
    report = run_import(path, file)
    took = time.perf_counter() - started
    if report.refused:
        raise RuntimeError(f"the importer refused rows: {report.examples[:3]}")
    return took


def _tables() -> list[Any]:
    """Models whose rows an import adds, those that others point at first."""
    from portico.core.history.models import Entry, Values
    from portico.domain.contacts.models import Contact, DetailsVersion, SearchRow
    from portico.domain.grants.models import Grant
    from portico.domain.payments.models import Payment
    from portico.domain.purchases.models import Purchase
    from portico.domain.receipts.models import Receipt

    return [Contact, DetailsVersion, SearchRow, Purchase, Payment, Grant, Receipt, Entry, Values]


def _newest() -> dict[Any, Any]:
    """The key behind which new rows of each table stand: our ids rise with time."""
    from portico.core.ids import new_id
    from portico.domain.contacts.models import SearchRow

    now = new_id()
    newest = SearchRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return {model: newest if model is SearchRow else now for model in _tables()}


def _written(before: dict[Any, Any]) -> dict[Any, list[tuple[Any, ...]]]:
    """The new rows as the database holds them."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for model, key in before.items():
            rows = model.objects.filter(pk__gt=key).order_by("pk")
            fields = [field.attname for field in model._meta.concrete_fields]
            cursor.execute(*rows.values_list(*fields).query.sql_with_params())
            found[model] = [tuple(row) for row in cursor.fetchall()]
    return {model: rows for model, rows in found.items() if rows}


def _insert(rows: dict[Any, list[tuple[Any, ...]]]) -> float:
    """The rows through the driver, table by table."""
    from django.db import connection

    quote = connection.ops.quote_name
    started = time.perf_counter()
    for model, values in rows.items():
        columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
        begin = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
        for start in range(0, len(values), AT_ONCE):
            _insert_some(connection.connection, begin, values[start : start + AT_ONCE])
            if connection.vendor == "sqlite" and model._meta.db_table == "contacts_searchrow":
                index = "INSERT INTO contacts_search_index(rowid, text) VALUES (?, ?)"
                found_by = [(row[0], row[2]) for row in values[start : start + AT_ONCE]]
                connection.connection.executemany(index, found_by)
    return time.perf_counter() - started


def _insert_some(driver: Any, begin: str, values: list[tuple[Any, ...]]) -> None:
    """As each driver is fastest: one prepared statement a row on SQLite, one statement for all on PostgreSQL."""
    if hasattr(driver, "executescript"):
        places = ", ".join("?" * len(values[0]))
        driver.executemany(f"{begin}({places})", values)
        return
    row = f"({', '.join(['%s'] * len(values[0]))})"
    with driver.cursor() as cursor:
        cursor.execute(begin + ", ".join([row] * len(values)), [value for each in values for value in each])
