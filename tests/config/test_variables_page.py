"""The pages for operators say what the code does."""

import re
from pathlib import Path

import pytest

from portico.config.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
READS = re.compile(r"""\b(?:env\.)?(?:text|yes|number)\(\s*f?["']([A-Z][A-Z0-9_]+)["']""")
PAGES = sorted((ROOT / "docs" / "operate").glob("*.md"))


def test_the_page_lists_exactly_the_variables_that_the_code_reads() -> None:
    read = {
        name
        for path in (ROOT / "portico" / "config").rglob("*.py")
        for name in READS.findall(path.read_text(encoding="utf-8"))
    }
    page = (ROOT / "docs" / "operate" / "variables.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z0-9_]+)` \|", page, re.MULTILINE)
    assert len(read) > 10
    assert sorted(listed) == sorted(read)


def test_nothing_but_the_switchboard_reads_the_environment() -> None:
    reads = re.compile(r"os\.(environ|getenv)")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "portico").rglob("*.py")
        if reads.search(path.read_text(encoding="utf-8")) and not path.is_relative_to(ROOT / "portico" / "config")
    ]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|bin/)portico (?:--env \S+ )?([a-z]+)", text))
    assert named
    assert named <= {command.NAME for command in COMMANDS}
