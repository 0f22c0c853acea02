"""Two processes under one: started, watched, ended together."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import Self

READY_WITHIN_SECONDS = 60
END_WITHIN_SECONDS = 20
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Children:
    """Subcommands of `portico` as child processes. Leaving the `with` block ends each of them.

    Signals are caught before the first child starts: a Ctrl-C at any moment ends all. Each child has a
    session of its own, so that the terminal's Ctrl-C reaches only us, and it gets one SIGTERM from us.
    """

    def __init__(self) -> None:
        self.died = ""
        self._stopping = threading.Event()
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._running.values():
            process.terminate()
        until = time.monotonic() + END_WITHIN_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def start(self, title: str, *arguments: str) -> None:
        """Start `portico <arguments>`; `title` begins the sentence that tells of its end."""
        if not self._stopping.is_set():
            self._running[title] = subprocess.Popen(  # noqa: S603 (our own command)
                [sys.executable, "-m", "portico.config.cli", *arguments],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 (no threads yet)
            )

    def wait_until_answers(self, port: int) -> bool:
        """True when the page is there; False when somebody stopped us or a child ended."""
        until = time.monotonic() + READY_WITHIN_SECONDS
        while self._all_well():
            if _answers(port):
                return True
            if time.monotonic() > until:
                self.died = "The web server did not answer in time, or"
                return False
            self._stopping.wait(0.1)
        return False

    def wait(self) -> None:
        """Wait until somebody stops us or a child ends."""
        while self._all_well():
            self._stopping.wait(0.5)

    def _all_well(self) -> bool:
        if self._stopping.is_set():
            return False
        self.died = next((title for title, process in self._running.items() if process.poll() is not None), "")
        return not self.died

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping.set()


def _answers(port: int) -> bool:
    """Whether a page comes, and not the error page of a half-started site."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _end_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent is gone: a killed demo leaves no server on its port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
