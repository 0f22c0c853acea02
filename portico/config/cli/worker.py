"""`portico worker`: the background work."""

from __future__ import annotations

import argparse

from portico.config import env
from portico.config.cli.environment import start_django

NAME = "worker"
HELP = "Run the background work: mail, imports, daily tasks. A site needs at least one."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lanes", type=int, help="jobs at once (PORTICO_LANES, or 2)")


def run(options: argparse.Namespace) -> int:
    start_django()
    from portico.core.queue import worker

    ended_well = worker.run(lanes=options.lanes or env.number("PORTICO_LANES", 2))
    return 0 if ended_well else 1
