"""`make bench`: measure on SQLite, and on PostgreSQL where a server answers; print the table, keep the figures."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import places, report, servers


def main() -> int:
    """0 when every aim is met, 1 otherwise; a quick run promises nothing."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure what the documentation claims.")
    parser.add_argument("--quick", action="store_true", help="a run with little data, to see that it works")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="measure this database alone")
    options = parser.parse_args()
    size = places.SIZES["quick" if options.quick else "full"]
    results: dict[str, Any] = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "size": {"contacts": size.contacts, "receipts": size.receipts},
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}",
        "databases": {kind: _measure(size, kind, url) for kind, url in _databases(size, options.only)},
    }
    if not options.quick:
        results["second_start_seconds"] = _second_start()
    found = report.rows(results)
    places.results_file(size).write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(report.table(found))
    print(f"\nAll figures: {places.results_file(size)}")
    return int(not options.quick and any(met is False for *_, met in found))


def _databases(size: places.Size, only: str | None) -> list[tuple[str, str]]:
    found = []
    if only != "postgresql":
        found.append(("sqlite", places.sqlite_url(size)))
    if only != "sqlite":
        url = places.postgresql_url(size)
        if url:
            found.append(("postgresql", url))
        else:
            print("No PostgreSQL answers, so it is left out. BENCH_POSTGRESQL may name one.")
    return found


def _measure(size: places.Size, kind: str, url: str) -> dict[str, Any]:
    place = places.folder(size, kind)
    place.mkdir(parents=True, exist_ok=True)
    print(f"Measuring on {kind} ...", flush=True)
    result = place / "result.json"
    arguments = [sys.executable, "-m", "bench.one", size.name, kind, url, str(result)]
    variables = places.environment(size, kind, url, port=8000)
    subprocess.run(arguments, cwd=places.ROOT, env=variables, check=True)
    figures: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return figures


def _second_start() -> float:
    """Seconds until the demo greets, when its data are there already."""
    place = places.VAR / "demo"
    _start_demo(place)
    return _start_demo(place)


def _start_demo(place: Path) -> float:
    command = [
        sys.executable,
        "-m",
        "portico.config.cli",
        "demo",
        "--data",
        str(place),
        "--port",
        str(servers.free_port()),
    ]
    started = time.perf_counter()
    demo = subprocess.Popen(command, cwd=places.ROOT, stdout=subprocess.PIPE, text=True)
    try:
        if not any("Portico runs at" in line for line in demo.stdout or ()):
            raise RuntimeError("the demo did not start")
        return time.perf_counter() - started
    finally:
        demo.terminate()
        demo.communicate(timeout=60)


if __name__ == "__main__":
    sys.exit(main())
