"""Kinds of jobs for tests, and real workers in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from portico.core.queue import GiveUp, job

SCRIPT = Path(__file__).with_name("worker_process.py")
ROOT = SCRIPT.parents[3]
calls: list[str] = []


@job("test.call")
def call(name: str = "") -> None:
    calls.append(name)


@job("test.raise", max_attempts=3, first_gap_seconds=10, longest_gap_seconds=15)
def always_raise(name: str) -> None:
    calls.append(name)
    raise RuntimeError(f"about {name}")


@job("test.give_up")
def give_up() -> None:
    raise GiveUp("no use")


@pytest.fixture(autouse=True)
def empty_calls() -> list[str]:
    calls.clear()
    return calls


def database_url() -> str:
    """The test database, as a worker in another process reaches it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


class Workers:
    """Starts worker processes, reads what their jobs wrote, and ends them."""

    def __init__(self, diary: Path) -> None:
        self.diary = diary
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *, lanes: int = 1, lease_seconds: float = 30) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, SCRIPT, self.diary, str(lanes), str(lease_seconds)],
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}",
            },
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def lines(self) -> list[str]:
        return self.diary.read_text(encoding="utf-8").splitlines() if self.diary.exists() else []

    def wait_for(self, met: Callable[[], bool], seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while not met():
            assert time.monotonic() < until, f"it did not come; the diary says {self.lines()[-5:]}"
            time.sleep(0.05)


@pytest.fixture
def workers(tmp_path: Path, transactional_db: None) -> Iterator[Workers]:
    started = Workers(tmp_path / "diary")
    yield started
    for process in started.processes:
        if process.poll() is None:
            process.kill()
        process.wait()
