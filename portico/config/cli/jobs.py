"""`portico jobs`: the background work that failed for good, and another try."""

from __future__ import annotations

import argparse
import sys
from uuid import UUID

from portico.config.cli.environment import start_django

NAME = "jobs"
HELP = "List the jobs that failed for good; try one again or forget it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--retry", type=UUID, metavar="ID", help="let it wait again, with all its tries")
    parser.add_argument("--forget", type=UUID, metavar="ID", help="delete it")


def run(options: argparse.Namespace) -> int:
    start_django()
    from portico.core.queue import actions

    if options.retry or options.forget:
        done = actions.revive(options.retry) if options.retry else actions.forget(options.forget)
        print("Done." if done else "No such failed job.", file=sys.stdout if done else sys.stderr)
        return 0 if done else 1
    return _list()


def _list() -> int:
    from portico.core.queue.queries import list_dead_jobs

    for job in list_dead_jobs().iterator():
        print(f"{job.pk}  {job.kind}  {job.attempts} tries, written {job.created_at:%d %b %Y %H:%M} UTC")
        print("\n".join(f"    {line}" for line in job.error.splitlines()))
    return 0
