"""The server with the demo business, once for all journeys, and a browser before it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.business import PEOPLE
from tests.skips import CHROMIUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 120
# The browser tells of every refusal. These are answers to forms and addresses that the journeys chose.
REFUSALS = re.compile(r"Failed to load resource: the server responded with a status of (403|409|410|422) ")
MISSING = re.compile(r"Failed to load resource: the server responded with a status of 404 ")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo business keeps its data."""
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="package")
def server(folder: Path, _database: str) -> Iterator[str]:
    """The address of a running site, served and worked for by the processes that `portico demo` starts."""
    port = _free_port()
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    if _database:
        own["JOURNEYS_DATABASE_URL"] = _database
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.business", str(folder), str(port)],
            cwd=ROOT, env=own, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            _wait(process, port, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=40)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    faults = [line for line in lines if "Traceback" in line and "DisallowedHost" not in line]
    assert faults == []


@pytest.fixture(scope="package")
def _database() -> Iterator[str]:
    """A new database where the tests run on PostgreSQL; "" leaves the demo its SQLite file."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield ""
        return
    import psycopg
    from psycopg import sql

    name = "test_journeys" + os.environ.get("PORTICO_TEST_DB_SUFFIX", "")
    quoted = sql.Identifier(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
        yield url.rpartition("/")[0] + "/" + name
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of this machine. Ends with the journeys: while it runs, Django refuses its database to this thread."""
    from playwright.sync_api import sync_playwright

    path = next(found for name in CHROMIUM if (found := shutil.which(name)))
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def _people(server: str, folder: Path) -> Iterator[str]:
    return iter(json.loads((folder / PEOPLE).read_text(encoding="utf-8")))


@pytest.fixture
def customer(_people: Iterator[str]) -> str:
    """The email of a customer with old receipts whom no other journey uses."""
    return next(_people)


class Visitors:
    """Makes visitors, each in a browser of their own, and hears what goes wrong in their consoles."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(self, width: int = 1280, *, height: int = 900, **options: Any) -> Visitor:
        context = self._browser.new_context(
            base_url=self._address,
            viewport={"width": width, "height": height},
            locale="en-GB",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("requestfailed", self._failed)
        self._contexts.append(context)
        return Visitor(context.new_page())

    def _hear(self, message: Any) -> None:
        page_itself = message.page and message.location["url"] == message.page.url
        expected = REFUSALS.match(message.text) or (MISSING.match(message.text) and page_itself)
        if message.type in ("error", "warning") and not expected:
            self.faults.append(f"{message.type}: {message.text} ({message.page and message.page.url})")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page, or a download
            self.faults.append(f"{request.failure}: {request.url}")

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(browser: Browser, server: str) -> Iterator[Visitors]:
    """`visitor(width=390)` opens a browser. Whatever a page writes to its console as a fault fails the test."""
    visitors = Visitors(browser, server)
    yield visitors
    visitors.leave()
    assert visitors.faults == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-5000:]
        try:
            urllib.request.urlopen(f"http://localhost:{port}/sign-in/", timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-5000:])
