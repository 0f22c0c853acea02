"""The demo's folder: variables, secret, database, and stamps that make the second start quick."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from portico.config.cli.environment import start_django
from portico.config.cli.migrate import PACKAGE, fingerprint
from portico.config.cli.migrate import prepare as prepare_site

if TYPE_CHECKING:
    from portico.interfaces.transfers.report import Report

DATABASE = "portico.sqlite3"
SECRET = "secret-key"  # noqa: S105 (a file's name)
LOADED = "loaded"  # written last: without it the data are of a first start that was interrupted
PREPARED = "prepared"
OURS = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", SECRET, LOADED, PREPARED, "files", "static")

# beside the package in a checkout, inside it where it was installed (pyproject.toml puts it there)
BUSINESS = next(place for place in (PACKAGE.parent / "demo", PACKAGE / "demo") if (place / "site.toml").is_file())


def set_environment(folder: Path, port: int) -> None:
    """The demo's own variables, and none of another site on this machine."""
    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        del os.environ[name]
    os.environ |= {
        "PORTICO_DEMO": "1",
        "PORTICO_DATA": str(folder),
        "PORTICO_URL": f"http://localhost:{port}",
        "PORTICO_SECRET_KEY": _secret(folder),
        "PORTICO_LOG_LEVEL": "WARNING",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
    }


def prepare(folder: Path) -> None:
    """Database, static files and the demo business, each only when it is not there yet."""
    has_data, is_whole = (folder / DATABASE).exists(), (folder / LOADED).exists()
    if has_data and not is_whole:
        print("The first start was interrupted. Beginning again.")
    if not (has_data and is_whole):
        remove(folder, keep=(SECRET,))
    stamp = folder / PREPARED
    digest = fingerprint()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
        print("Preparing the database and the static files.", flush=True)
        start_django()
        prepare_site()
        stamp.write_text(digest, encoding="utf-8")
    if not (folder / LOADED).exists():
        _load(folder)


def remove(folder: Path, *, keep: tuple[str, ...] = ()) -> None:
    """Delete what a demo wrote there, by name: the folder may be one that holds other things too."""
    for name in OURS:
        path = folder / name
        if name in keep or not path.exists():
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _load(folder: Path) -> None:
    from django.db import connections

    from portico.interfaces.transfers import demo

    print("Loading the demo business, once.", flush=True)
    started = time.monotonic()
    demo.load(BUSINESS, progress=_tell if sys.stdout.isatty() else None)
    connections.close_all()
    (folder / LOADED).touch()
    print(f"\rLoaded in {time.monotonic() - started:.0f} s.", flush=True)


def _tell(name: str, report: Report) -> None:
    print(f"\r  {name}: {report.rows} rows ", end="", flush=True)


def _secret(folder: Path) -> str:
    """The demo's secret key, kept so that a restart signs nobody out."""
    path = folder / SECRET
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8")
