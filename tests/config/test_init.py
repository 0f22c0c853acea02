"""`portico init`, as a script runs it: from an empty folder to a site that its owner can sign in to."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.config.commands import run

FLAGS = (
    "--site-name",
    "Saltmarsh Clay",
    "--owner-email",
    "Dagny@Saltmarsh.example",
    "--owner-name",
    "Dagny Voskuyl",
)


def test_a_site_is_set_up_checked_and_never_set_up_over(tmp_path: Path) -> None:
    flags = ("init", "--yes", *FLAGS, "--url", "https://members.example.com")
    password = "a long enough sentence"
    made = run(*flags, cwd=tmp_path, PORTICO_OWNER_PASSWORD=password)
    assert made.returncode == 0, made.stdout
    written = (tmp_path / "portico.env").read_text(encoding="utf-8")
    assert password not in written
    assert password not in made.stdout
    with sqlite3.connect(tmp_path / "var" / "portico.sqlite3") as database:
        ((email, digest),) = database.execute("SELECT email, password FROM contacts_contact").fetchall()
    database.close()
    assert email == "dagny@saltmarsh.example"
    assert digest.startswith("argon2")

    checked = run("check", cwd=tmp_path)  # finds portico.env by itself
    assert checked.returncode == 0, checked.stdout
    assert "No worker runs" in checked.stdout

    again = run(*flags, cwd=tmp_path, PORTICO_OWNER_PASSWORD=password)
    assert again.returncode == 1
    assert (tmp_path / "portico.env").read_text(encoding="utf-8") == written


def test_what_is_missing_or_wrong_is_said_and_no_file_is_written(tmp_path: Path) -> None:
    missing = run("init", "--yes", *FLAGS, cwd=tmp_path)
    assert (missing.returncode, "--url" in missing.stdout) == (2, True)
    bad_url = run("init", "--yes", *FLAGS, "--url", "members.example.com", cwd=tmp_path)
    assert (bad_url.returncode, "PORTICO_URL" in bad_url.stdout) == (2, True)
    weak = run("init", "--yes", *FLAGS, "--url", "https://a.example", cwd=tmp_path, PORTICO_OWNER_PASSWORD="short")
    assert (weak.returncode, "too short" in weak.stdout) == (1, True)
    assert not (tmp_path / "portico.env").exists()
