"""`portico migrate`: make the database and the static files fit this version."""

from __future__ import annotations

import argparse
import hashlib
from importlib.metadata import version
from pathlib import Path

from portico.config.cli.environment import start_django

NAME = "migrate"
HELP = "Bring the database and the static files up to this version. Safe to repeat."

PACKAGE = Path(__file__).resolve().parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print nothing")


def run(options: argparse.Namespace) -> int:
    start_django()
    prepare(verbosity=0 if options.quiet else 1)
    return 0


def prepare(*, verbosity: int = 0) -> None:
    """Migrate, create the cache table, collect the static files. Django has to be started."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def fingerprint() -> str:
    """A digest of all that `prepare` depends on. Two equal ones mean that there is nothing to do."""
    digest = hashlib.sha256()
    for name in ("django", "django-allauth", "whitenoise"):
        digest.update(f"{name} {version(name)}\n".encode())
    files = [*PACKAGE.glob("**/migrations/*.py"), *PACKAGE.glob("**/static/**/*")]
    for path in sorted(path for path in files if path.is_file()):
        digest.update(f"{path.relative_to(PACKAGE)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
