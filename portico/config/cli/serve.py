"""`portico serve`: the pages."""

from __future__ import annotations

import argparse
import sys

from portico.config import env
from portico.config.cli.environment import start_django
from portico.config.cli.ports import refusal

NAME = "serve"
HELP = "Serve the pages. Put a proxy with TLS before it (docs/operate/run-it-for-real.md)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")


def run(options: argparse.Namespace) -> int:
    start_django()
    if problem := refusal(options.host, options.port) or _not_ready():
        print(problem, file=sys.stderr)
        return 1
    _serve(options.host, options.port)
    return 0


def _not_ready() -> str | None:
    from django.conf import settings

    if settings.STATIC_ROOT and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return None
    return "The site is not prepared yet. Run `portico migrate` first."


def _serve(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Two workers so that one slow page cannot hold the others up, two threads so that one slow call cannot
    # either.
    Granian(
        "portico.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=env.number("PORTICO_WORKERS", 2),
        blocking_threads=env.number("PORTICO_THREADS", 2),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    ).serve()
