"""Small files for the tests of this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from portico.core.history import Actor
from portico.interfaces.transfers.contacts import ContactFile
from portico.interfaces.transfers.report import Report
from portico.interfaces.transfers.running import run_import
from portico.interfaces.transfers.transactions import TransactionFile

BY = Actor("import", label="test.csv")


def write(path: Path, rows: Iterable[Mapping[str, str]], **options: Any) -> Path:
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=options.get("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=options.get("delimiter", ","))
        writer.writeheader()
        writer.writerows(rows)
    return path


def import_contacts(path: Path, **options: Any) -> Report:
    return run_import(path, ContactFile(by=BY), **options)


def import_transactions(path: Path, *, create_offers: bool = False, **options: Any) -> Report:
    return run_import(path, TransactionFile(by=BY, create_offers=create_offers), **options)


def counts(report: Report) -> tuple[int, int, int, int]:
    """Created, changed, left, refused."""
    return report.created, report.changed, report.left, report.refused


def faults(report: Report) -> dict[int, list[tuple[str, str]]]:
    """Line to (column, reason)."""
    found: dict[int, list[tuple[str, str]]] = {}
    for line, fault in report.examples:
        found.setdefault(line, []).append((fault.column, fault.reason))
    return found
