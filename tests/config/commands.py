"""Running `portico` as an operator does: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(**variables: str) -> dict[str, str]:
    """This one without what the tests set for themselves."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PORTICO_") and name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | variables


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "portico.config.cli", *map(str, arguments)]


def run(*arguments: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run to the end, at most a minute; the two outputs come joined in `stdout`."""
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(**variables), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=60, check=False,
    )  # fmt: skip
