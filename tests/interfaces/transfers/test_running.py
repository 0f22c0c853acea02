from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from portico.domain.contacts.imports import Outcome
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.search import count_out_of_step
from portico.domain.site.models import Site
from portico.interfaces.transfers.report import Report
from portico.interfaces.transfers.running import BATCH_ROWS, run_import
from portico.interfaces.transfers.scratch import Scratch
from tests.interfaces.transfers.files import counts, faults, import_contacts, write

ROOT = Path(__file__).parents[3]


class _Kind:
    """A kind of file whose rows are only counted."""

    columns: Mapping[str, Sequence[str]] = {"email": ()}
    required = ("email",)

    def __init__(self, *collides: str) -> None:
        self.collides = set(collides)
        self.batches: list[int] = []

    def read(self, cells: Mapping[str, str]) -> str:
        return cells["email"]

    def keys(self, row: str) -> Sequence[tuple[str, str]]:
        return [("email", row)]

    def write(self, rows: Sequence[str], *, dry_run: bool, scratch: Scratch) -> Sequence[Outcome]:
        self.batches.append(len(rows))
        if self.collides & set(rows):
            raise IntegrityError("taken")
        return [Outcome("created") for _ in rows]


def test_a_row_that_somebody_else_wrote_meanwhile_is_told_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"email": f"p{n}"} for n in range(5)])
    report = run_import(path, _Kind("p3"))
    assert counts(report) == (4, 0, 0, 1)
    assert list(faults(report)) == [5]


def test_progress_is_told_after_each_batch(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", [{"email": f"p{n}"} for n in range(2 * BATCH_ROWS + 1)])
    told: list[int] = []
    kind = _Kind()
    run_import(path, kind, progress=lambda report: told.append(report.rows))
    assert told == [BATCH_ROWS, 2 * BATCH_ROWS, 2 * BATCH_ROWS + 1]
    assert kind.batches == [BATCH_ROWS, BATCH_ROWS, 1]


MEMORY = """
import re, sys
from pathlib import Path
from portico.interfaces.transfers.running import run_import
from tests.interfaces.transfers.test_running import _Kind
for path in sys.argv[1:]:
    report = run_import(Path(path), _Kind())
    # not getrusage: its peak begins with that of the process that started us
    print(report.created, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """The same peak for ten thousand rows and for two hundred thousand, keys that must be unique included."""
    paths = []
    for rows in (10_000, 200_000):
        paths.append(tmp_path / f"{rows}.csv")
        with paths[-1].open("w") as file:
            file.write("email\n")
            file.writelines(f"person-{n}-of-a-long-list@example.org\n" for n in range(rows))
    child = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + MEMORY, *paths],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    (few, peak_of_few), (many, peak_of_many) = (map(int, line.split()) for line in child.stdout.splitlines())
    assert (few, many) == (10_000, 200_000)
    # kB; a set of the keys alone would take 25 MB
    assert peak_of_many - peak_of_few < 6_000


@pytest.mark.django_db
def test_memory_of_a_real_import_does_not_grow_either(site: Site, tmp_path: Path) -> None:
    def peak(rows: int, start: int) -> int:
        path = write(
            tmp_path / "x.csv",
            ({"email": f"p{n}@example.org", "full_name": f"Person {n}"} for n in range(start, start + rows)),
        )
        tracemalloc.start()
        assert import_contacts(path).created == rows
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(3 * BATCH_ROWS, 0)  # what is loaded once, and the caches full
    # Four times the rows: holding them would cost megabytes.
    assert peak(8 * BATCH_ROWS, 10_000) < 1.2 * peak(2 * BATCH_ROWS, 5_000)


@pytest.mark.django_db
def test_a_stopped_import_keeps_whole_batches_and_goes_on(site: Site, tmp_path: Path) -> None:
    total = 2 * BATCH_ROWS + 50
    path = write(tmp_path / "x.csv", [{"email": f"p{n}@example.org"} for n in range(total)])

    def stop(report: Report) -> None:
        if report.rows >= BATCH_ROWS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_contacts(path, progress=stop)
    assert Contact.objects.count() == BATCH_ROWS
    assert counts(import_contacts(path)) == (total - BATCH_ROWS, 0, BATCH_ROWS, 0)
    assert Contact.objects.count() == DetailsVersion.objects.count() == total


@pytest.mark.django_db
def test_a_batch_that_fails_halfway_leaves_nothing_of_itself(site: Site, tmp_path: Path, monkeypatch: Any) -> None:
    path = write(tmp_path / "x.csv", [{"email": f"p{n}@example.org"} for n in range(BATCH_ROWS + 10)])

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("portico.domain.contacts.imports.record_many", broken)
        with pytest.raises(RuntimeError):
            import_contacts(path)
    assert Contact.objects.count() == 0
    assert counts(import_contacts(path)) == (BATCH_ROWS + 10, 0, 0, 0)
    assert count_out_of_step() == 0


CHILD = """
import os, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from portico.core.history import Actor
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.site.actions import open_site
from tests.interfaces.transfers.files import BY, counts, import_contacts
open_site(name="K", contact_email="k@example.org", by=BY)
print("ready", flush=True)
report = import_contacts(Path(sys.argv[1]), progress=lambda report: print(report.rows, flush=True))
print("counts", *counts(report), Contact.objects.count(), DetailsVersion.objects.count(), flush=True)
"""


def test_killed_in_the_middle_and_run_again_gives_no_doubles(tmp_path: Path) -> None:
    """A real kill -9, on a database file of its own."""
    total = 6 * BATCH_ROWS
    path = write(tmp_path / "x.csv", [{"email": f"p{n}@example.org", "full_name": f"P {n}"} for n in range(total)])
    with _child(path, tmp_path) as first:
        assert first.stdout is not None
        for line in first.stdout:
            if line.strip() == str(2 * BATCH_ROWS):
                time.sleep(0.1)  # somewhere inside the third batch
                os.kill(first.pid, signal.SIGKILL)
                break
    assert first.returncode == -signal.SIGKILL
    with _child(path, tmp_path) as second:
        out, _ = second.communicate(timeout=120)
    created, changed, left, refused, contacts, versions = map(int, out.split("counts")[1].split())
    assert contacts == versions == total
    assert (changed, refused) == (0, 0)
    assert created + left == total
    assert 2 * BATCH_ROWS <= left < total


def _child(path: Path, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'kill.sqlite3'}", "PORTICO_DATA": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], env=environment, stdout=subprocess.PIPE, text=True,
        cwd=ROOT,
    )  # fmt: skip
