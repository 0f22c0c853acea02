"""A real worker in a process of its own, with jobs that write lines to a file. Started by `conftest.Workers`."""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from portico.core.queue import job, worker  # noqa: E402  (handlers need Django to be ready)

diary = Path(sys.argv[1])


def write(line: str) -> None:
    """Append one line in one write, so that processes do not mix theirs."""
    with diary.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@job("test.note")
def note(name: str) -> None:
    write(f"{os.getpid()} {name}")


@job("test.slow")
def slow(name: str, seconds: float) -> None:
    write(f"start {name}")
    time.sleep(seconds)
    write(f"end {name}")


worker.run(lanes=int(sys.argv[2]), lease_seconds=float(sys.argv[3]))
