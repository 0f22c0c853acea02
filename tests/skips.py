"""Which tests a machine may leave out, each by name, with the reason and the one command that brings it.

`PORTICO_NO_SKIPS=1` allows none: what only the other database can run is not chosen at all (its own run has it), and
anything else that is left out makes the run fail.
"""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest
from django.db import connection

NO_SKIPS = "PORTICO_NO_SKIPS"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ON_POSTGRESQL = "DATABASE_URL=postgresql://postgres@127.0.0.1:5432/postgres make test"
NO_BROWSER = "needs Chromium: apt-get install chromium"
BESIDE = "beside the project"  # data that is not ours to carry; a test that reads it says so in its reason


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    vendor = connection.vendor
    elsewhere = {
        "postgresql": ("sqlite", f"needs PostgreSQL: {ON_POSTGRESQL}"),
        "sqlite": ("postgresql", "needs SQLite: make test"),
    }
    chosen, left = [], []
    for item in items:
        reason = next(
            (why for mark, (on, why) in elsewhere.items() if item.get_closest_marker(mark) and vendor == on), ""
        )
        if reason and os.environ.get(NO_SKIPS):
            left.append(item)
            continue
        if not reason and item.get_closest_marker("browser") and not has_browser():
            reason = NO_BROWSER
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
        chosen.append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = chosen


def has_browser() -> bool:
    return importlib.util.find_spec("playwright") is not None and any(shutil.which(name) for name in CHROMIUM)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get(NO_SKIPS) or reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if BESIDE not in str(report.longrepr)]
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line(f"\n{NO_SKIPS}: {len(skipped)} tests were left out, so this run failed.", red=True)
