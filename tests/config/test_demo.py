"""`portico demo` as a newcomer meets it: first start, second start, a taken port, Ctrl-C, an interrupted first start."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portico.config.cli.ports import find_answering
from tests.config.commands import ROOT, command, environment, run

pytestmark = pytest.mark.sqlite  # the demo has a SQLite file of its own, whatever DATABASE_URL says


class Demo:
    """One start of the demo."""

    def __init__(self, folder: Path, port: int) -> None:
        self.started_at = time.monotonic()
        self.port = port
        self.output = (folder.parent / "output").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            command("demo", "--data", folder, "--port", str(port)),
            cwd=ROOT, env=environment(), stdout=self.output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def wait_until(self, sentence: str, seconds: float = 90) -> float:
        """Seconds from the start until it is printed."""
        while sentence not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - self.started_at < seconds, self.said()
            time.sleep(0.05)
        return time.monotonic() - self.started_at

    def said(self) -> str:
        return Path(self.output.name).read_text(encoding="utf-8")

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self.output.close()
        return code


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    yield free
    assert find_answering("127.0.0.1", free) is None, "something still answers after the demo has ended"


def test_from_the_first_start_to_the_last(tmp_path: Path, port: int) -> None:
    folder = tmp_path / "demo"
    first = Demo(folder, port)
    first.wait_until("Portico runs at")
    said = first.said()
    for part in (
        f"http://localhost:{port}/",
        "dagny@saltmarsh.example",
        "ben@kittelsen.example",
        "portico-demo",
    ):
        assert part in said
    for host in ("localhost", "127.0.0.1"):
        connection = http.client.HTTPConnection(host, port, timeout=20)
        connection.request("GET", "/healthz/")
        assert connection.getresponse().status == 200
        connection.close()
    taken = run("demo", "--data", tmp_path / "other", "--port", str(port), cwd=ROOT)
    assert (taken.returncode, f"port {port}" in taken.stdout) == (1, True)
    assert not (tmp_path / "other").exists()
    assert first.end(signal.SIGINT) == 0
    assert "Traceback" not in first.said()

    second = Demo(folder, port)
    took = second.wait_until("Portico runs at", seconds=30)  # 1.2 s on a quiet machine
    assert "Loading" not in second.said(), took
    assert second.end(signal.SIGTERM) == 0

    (folder / "loaded").unlink()  # as if the first start had been interrupted while it loaded
    third = Demo(folder, port)
    third.wait_until("Portico runs at")
    assert "Beginning again" in third.said()
    assert third.end(signal.SIGINT) == 0


def test_resetting_removes_only_what_the_demo_wrote(tmp_path: Path) -> None:
    from portico.config.cli import demo_data

    (tmp_path / "thesis.txt").touch()
    for name in demo_data.OURS:
        (tmp_path / name).touch()
    demo_data.remove(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
