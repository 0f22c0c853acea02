"""The two servers that are compared: the same web server, one process and one thread for requests each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bench.places import ROOT


class Server:
    """A server as a child process, ended with its own children when the `with` block is left."""

    def __init__(self, command: list[str], port: int, variables: dict[str, str], log: Path) -> None:
        self.port = port
        self.log = log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=variables, stdout=self.log, stderr=subprocess.STDOUT
        )

    def __enter__(self) -> Self:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(f"the server did not start, see {self.log.name}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def cpu_seconds(self) -> float:
        """What its processes have used so far; the system counts in hundredths. 0 where there is no /proc."""
        return sum(_cpu_seconds(pid) for pid in _family(self.process.pid))


def product(port: int, variables: dict[str, str], log: Path) -> Server:
    """The product, as `portico serve` runs it."""
    return Server(["-m", "portico.config.cli", "serve", "--port", str(port)], port, variables, log)


def bare(port: int, variables: dict[str, str], log: Path) -> Server:
    """The reference program."""
    server = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--port", str(port)]
    return Server([*server, "--log-level", "warning", "bench.bare:application"], port, variables, log)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for listing in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(child) for child in listing.read_text(encoding="ascii").split()]
    return found


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
