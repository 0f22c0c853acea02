"""`make bench` works and tells each figure beside its aim. What it measures is no matter of tests."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bench import places, report


@pytest.mark.sqlite  # it brings a file of its own
def test_a_quick_run_measures_everything() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--only", "sqlite"],
        cwd=places.ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    expected = ("settings page", "save", "purchase history", "receipt page", "receipt PDF", "search", "avatar")
    for figure in (*expected, "import of"):
        assert f"sqlite: {figure}" in run.stdout
    results = json.loads(places.results_file(places.SIZES["quick"]).read_text(encoding="utf-8"))
    pages = results["databases"]["sqlite"]["pages"]
    assert all(page["ratio"] > 0 for page in pages.values())


def test_a_figure_past_its_aim_is_told() -> None:
    page = {"ratio": 41.0, "cpu_ratio": 41.0, "product_ms": 4.1, "bare_ms": 0.1}
    part = {
        "pages": {"settings page": page, "receipt page": page | {"ratio": 39.0}},
        "pdf": {"ratio": 1.31, "bare_ms": 10.0, "first_hand_out_ratio": 2.0},
        "search": {"median_ms": 49.0, "worst_ms": 300.0, "worst": "abc"},
        "directory": {"median_ms": 51.0, "worst_ms": 300.0, "worst": "abc"},
        "copy": {"receipts": 10_000, "first_seconds": 200.0, "grown_mb": 10.0},
        "avatar": {"ratio": 3.1, "bare_ms": 100.0},
        "imports": {"import of contacts": {"ratio": 0.49, "product_rows_a_second": 900.0}},
    }
    met = {name: met for name, _value, _aim, met in report.rows({"databases": {"sqlite": part}})}
    assert met == {
        "sqlite: settings page": False,
        "sqlite: receipt page": True,
        "sqlite: receipt PDF, drawn": False,
        "sqlite: receipt PDF, first hand-out": None,
        "sqlite: search, median": True,
        "sqlite: search, worst (abc)": None,
        "sqlite: directory search, median": False,
        "sqlite: directory search, worst (abc)": None,
        "sqlite: copy with 10,000 receipts": None,
        "sqlite: copy, memory": True,
        "sqlite: avatar of 12 megapixels": False,
        "sqlite: import of contacts": False,
    }
