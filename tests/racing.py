"""Many at once: threads of this process, or processes of their own, all let go at the same moment."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def in_threads(count: int, do: Callable[[int], Any]) -> list[Any]:
    """What `do(0)`, `do(1)` ... gave, or the exception it raised, in order. Each runs in a thread of its own."""
    together = threading.Barrier(count)
    came: list[Any] = [None] * count

    def run(number: int) -> None:
        try:
            together.wait(timeout=30)
            came[number] = do(number)
        except Exception as error:  # noqa: BLE001  it is what the test looks at
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a thread hangs"
    return came


def in_processes(count: int, target: str, *arguments: str) -> list[Any]:
    """What `module:function(number, *arguments)` gave in each of `count` processes, as JSON brings it back."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.racing", target, str(number), *arguments],
            cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url()}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for number in range(count)
    ]  # fmt: skip
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        answers = []
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in started:
            said, _ = process.communicate(timeout=60)
            assert process.returncode == 0
            answers.append(json.loads(said))
        return answers
    finally:
        for process in started:
            process.kill()
            process.communicate()


def database_url() -> str:
    """The test database, as another process reaches it."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"


if __name__ == "__main__":
    import django

    django.setup()
    _, name, its_number, *its_arguments = sys.argv
    module, _, function = name.partition(":")
    act = getattr(importlib.import_module(module), function)
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(json.dumps(act(int(its_number), *its_arguments)))
