"""Where a run keeps its things: one folder and one database for each size and each kind of database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" / "bench"
DEFAULT_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is loaded. `heavy` is the number of receipts of the one contact who has many."""

    name: str
    contacts: int
    receipts: int
    heavy: int
    import_rows: int
    round_seconds: float
    rounds: int


SIZES = {
    "full": Size("full", 100_000, 1_000_000, 10_000, 4_000, 0.7, 5),
    "quick": Size("quick", 1_000, 10_000, 1_000, 200, 0.1, 3),
}


def folder(size: Size, kind: str) -> Path:
    """Where the run on that kind of database keeps its files."""
    return VAR / size.name / kind


def results_file(size: Size) -> Path:
    """Where the figures go; those of a quick run are no claim, so they do not replace the real ones."""
    return ROOT / "bench" / "results.json" if size.name == "full" else VAR / size.name / "results.json"


def environment(size: Size, kind: str, database_url: str, port: int) -> dict[str, str]:
    """The variables for the product, as an operator would set them, and none of another site of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTICO_")}
    return kept | {
        "PORTICO_DATA": str(folder(size, kind)),
        "PORTICO_URL": f"http://localhost:{port}",
        "PORTICO_SECRET_KEY": "only for measuring, on this machine, with made-up people",
        "PORTICO_LOG_LEVEL": "WARNING",
        "PORTICO_WORKERS": "1",
        "PORTICO_THREADS": "1",
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "portico.config.settings",
    }


def sqlite_url(size: Size) -> str:
    """The database file of that size, `sqlite:////absolute/path`."""
    return f"sqlite:///{folder(size, 'sqlite') / 'portico.sqlite3'}"


def postgresql_url(size: Size) -> str | None:
    """The database of that size, created when it is missing; None where no server answers."""
    import psycopg

    server = os.environ.get("BENCH_POSTGRESQL", DEFAULT_POSTGRESQL)
    name = f"portico_bench_{size.name}"
    try:
        with psycopg.connect(server, autocommit=True, connect_timeout=2) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError:
        return None
    return urlsplit(server)._replace(path=f"/{name}").geturl()
