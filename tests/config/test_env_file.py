"""The file that `portico init` writes is read the same by us and by a shell, and by nobody else."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from portico.config.cli.environment import read_env_file, write_env_file
from portico.config.env import BadVariable

HARD = {"PORTICO_A": 'a"b$c`d\\e', "PORTICO_B": "Österkamp & Söhne 'x'", "PORTICO_C": ""}


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HARD:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "portico.env"
    write_env_file(path, HARD)
    read_env_file(path)
    assert {name: os.environ[name] for name in HARD} == HARD


def test_a_shell_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "portico.env"
    write_env_file(path, HARD)
    script = f'. {path}; printf "%s|%s|%s" "$PORTICO_A" "$PORTICO_B" "$PORTICO_C"'
    said = subprocess.run(["sh", "-c", script], capture_output=True, check=True, text=True).stdout
    assert said == "|".join(HARD.values())


def test_only_its_owner_may_read_it_and_it_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "portico.env"
    write_env_file(path, HARD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_env_file(path, {})


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTICO_B", "from outside")
    path = tmp_path / "portico.env"
    path.write_text("# a comment\n\nPORTICO_A=bare\nPORTICO_B='kept $as is'\n", encoding="utf-8")
    read_env_file(path)
    assert (os.environ["PORTICO_A"], os.environ["PORTICO_B"]) == ("bare", "from outside")


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "portico.env"
    path.write_text("PORTICO_A=1\nexport X", encoding="utf-8")
    with pytest.raises(BadVariable, match="line 2"):
        read_env_file(path)
    with pytest.raises(BadVariable, match="cannot be read"):
        read_env_file(tmp_path / "none")
