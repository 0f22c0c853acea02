"""One parent, its children, and every way this can end. Real processes; the children are plain scripts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portico.config.cli.ports import find_answering, refusal

# A parent whose children are Python one-liners in place of `portico serve` and `portico worker`.
PARENT = """
import subprocess, sys
from portico.config.cli import children
real = subprocess.Popen
def popen(command, **options):
    return real([sys.executable, "-c", command[-1]], **options)
children.subprocess.Popen = popen
with children.Children() as both:
    for number, script in enumerate(sys.argv[1:]):
        both.start(f"Child {number}", script)
    print("started", *[process.pid for process in both._running.values()], flush=True)
    both.wait()
print("died:", both.died, flush=True)
"""
SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def start(*scripts: str) -> tuple[subprocess.Popen[str], list[int]]:
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *scripts],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        start_new_session=True,
    )
    assert parent.stdout
    return parent, [int(word) for word in parent.stdout.readline().split()[1:]]


def all_gone(pids: list[int]) -> bool:
    for _ in range(100):
        alive = [pid for pid in pids if Path(f"/proc/{pid}").exists() and _state(pid) != "Z"]
        if not alive:
            return True
        time.sleep(0.05)
    return False


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_parent_ends_all(number: signal.Signals) -> None:
    parent, pids = start(SLEEPS, SLEEPS)
    parent.send_signal(number)
    parent.communicate(timeout=10)
    assert parent.returncode == 0
    assert all_gone(pids)
    assert len(pids) == 2


def test_a_child_that_dies_ends_the_other_and_is_named() -> None:
    parent, pids = start(SLEEPS, "raise SystemExit(3)")
    said, _ = parent.communicate(timeout=10)
    assert "died: Child 1" in said
    assert all_gone(pids)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_a_killed_parent_leaves_no_child() -> None:
    parent, pids = start(SLEEPS, SLEEPS)
    time.sleep(0.3)  # the children ask the kernel as their first act
    parent.kill()
    parent.wait()
    gone = all_gone(pids)
    if not gone:  # the test fails, and leaves nothing behind
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
    assert parent.stdout
    parent.stdout.close()
    assert gone


def test_a_port_that_answers_is_refused_on_both_loopbacks() -> None:
    for family, address in [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]:
        with socket.socket(family) as server:
            try:
                server.bind((address, 0))
            except OSError:
                assert family == socket.AF_INET6  # a machine without IPv6
                continue
            server.listen()
            port = server.getsockname()[1]
            assert find_answering("127.0.0.1", port) == address
            assert f"port {port}" in (refusal("127.0.0.1", port) or "")
        assert refusal("127.0.0.1", port) is None


def test_a_deaf_child_is_killed_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from portico.config.cli import children

    monkeypatch.setattr(children, "END_WITHIN_SECONDS", 0.5)
    both = children.Children()
    process = subprocess.Popen([sys.executable, "-c", DEAF], start_new_session=True)
    time.sleep(0.3)
    both._running["Deaf"] = process
    both.__exit__(None, None, None)
    assert process.returncode == -signal.SIGKILL
    assert os.getpgrp() != process.pid
