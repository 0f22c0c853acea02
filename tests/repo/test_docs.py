"""The pages say what is there: links, paths, commands and columns they name exist, and no page is lost."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from portico.config.cli import COMMANDS
from portico.config.cli.demo import CUSTOMERS, OWNER, PASSWORD
from portico.interfaces.transfers.headers import CONTACT_COLUMNS, TRANSACTION_COLUMNS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FOLDERS = ("docs", "portico", "tests", "tools", "demo", "bench")
PAGES = sorted([*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))])
CODE_ENDINGS = {".py", ".sh", ".toml", ".jinja", ".typ", ".css", ".js", ".cfg"}

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
COMMAND = re.compile(r"(?:^|`|bin/)portico (?:--env \S+ )?([a-z][a-z-]*)([^`\n]*)", re.MULTILINE)
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./*-]*)`")
PATH_BELOW_PORTICO = re.compile(r"(?<![\w/])((?:config|interfaces|workflows|domain|core)/[\w/]+\.\w+)")
MACHINE = re.compile(r"(?<![\w.<])/(?:work|tmp|root|home|Users|mnt)/")
REGISTRY = re.compile(
    r"pypi\.|pythonhosted|npmjs|registry\.\w|artifactory|jfrog|index-url|deb\.debian|crates\.io|proxy\.golang",
    re.IGNORECASE,
)
MADE_BY_A_COMMAND = "portico/locale"  # `make messages` writes it


def of(*pages: Path) -> list[object]:
    return [pytest.param(page, id=page.relative_to(ROOT).as_posix()) for page in pages]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def code_of(page: Path) -> str:
    return "\n".join(CODE.findall(text_of(page)))


def links_of(page: Path) -> list[str]:
    """Addresses inside the repository; what stands in code is no link."""
    found = LINK.findall(CODE.sub("", text_of(page)))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(page: Path) -> set[str]:
    """What the headings are called in addresses."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(FENCED.sub("", text_of(page))))
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", of(*PAGES))
def test_each_link_leads_somewhere(page: Path) -> None:
    for link in links_of(page):
        name, _sign, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in anchors_of(target), link


def test_each_page_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links_of(page)]
    assert sorted(page.relative_to(ROOT).as_posix() for page in set(DOCS.rglob("*.md")) - reached) == []


@pytest.mark.parametrize("page", of(*PAGES))
def test_each_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", text_of(ROOT / "Makefile"), re.MULTILINE))
    assert {"demo", "test"} <= targets
    code = re.sub(r"\bapt install .*", "", code_of(page))  # there make is a package
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= targets


@pytest.mark.parametrize("page", of(*PAGES))
def test_each_command_named_exists_with_its_options(page: Path) -> None:
    known = {command.NAME: options_of(command) for command in COMMANDS}
    for name, rest in COMMAND.findall(code_of(page)):
        assert name in known, name
        assert set(re.findall(r"(?<!\S)(--[a-z][a-z-]*)", rest)) <= known[name], (name, rest)


def options_of(command: object) -> set[str]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)  # type: ignore[attr-defined]
    return set(parser._option_string_actions)


@pytest.mark.parametrize("page", of(*PAGES))
def test_each_path_named_exists(page: Path) -> None:
    named = PATH.findall(text_of(page))
    if page == DOCS / "map.md":
        inside = "\n".join(FENCED.findall(text_of(page)))
        named += [f"portico/{path}" for path in PATH_BELOW_PORTICO.findall(inside)]
        assert len(named) > 30
    missing = [path for path in named if not path.startswith(MADE_BY_A_COMMAND) and not any(ROOT.glob(path))]
    assert missing == []


@pytest.mark.parametrize("page", of(*PAGES))
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    assert MACHINE.findall(text_of(page)) == []
    assert REGISTRY.findall(text_of(page)) == []


def test_each_page_that_the_code_names_exists() -> None:
    files = [ROOT / "Makefile", ROOT / "pyproject.toml"]
    files += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in CODE_ENDINGS]
    named = {
        (page, path.relative_to(ROOT).as_posix())
        for path in files
        if path != Path(__file__)
        for page in re.findall(r"\bdocs/[\w./-]+\.(?:md|png)\b", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    assert [(page, by) for page, by in sorted(named) if not (ROOT / page).is_file()] == []


def test_the_readme_is_short_and_lets_people_in() -> None:
    text = text_of(ROOT / "README.md")
    assert len(text.splitlines()) < 120
    for word in ("make demo", "make test", "http://localhost:8000/", OWNER, *CUSTOMERS, PASSWORD):
        assert word in text


def test_the_map_names_every_room() -> None:
    text = text_of(DOCS / "map.md")
    rooms = [room for floor in ("interfaces", "domain", "core") for room in (ROOT / "portico" / floor).iterdir()]
    rooms += [path for path in (ROOT / "portico" / "workflows").iterdir() if path.name != "templates"]
    named = [
        room.relative_to(ROOT).as_posix()
        for room in rooms
        if not room.name.startswith("_") and ((room / "__init__.py").is_file() or room.parent.name == "workflows")
    ]
    assert len(named) > 20
    assert [room for room in named if f"`{room}`" not in text] == []


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("## 3. Contacts", CONTACT_COLUMNS), ("## 4. Transactions", TRANSACTION_COLUMNS)],
    ids=["contacts", "transactions"],
)
def test_owners_read_about_every_column(heading: str, columns: Mapping[str, Sequence[str]]) -> None:
    section = text_of(DOCS / "owners" / "set-up.md").partition(heading)[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    people = set(CONTACT_COLUMNS) - {"email", "external_id", "time_zone", "created_at"}
    expected = list(columns) if columns is CONTACT_COLUMNS else [name for name in columns if name not in people]
    assert sorted(listed) == sorted(expected)


@pytest.mark.parametrize("page", of(*sorted((DOCS / "decisions").glob("*.md"))))
def test_a_decision_says_what_else_there_was_and_when_to_change_it(page: Path) -> None:
    assert re.findall(r"^## (.+)$", text_of(page), re.MULTILINE) == [
        "Decided",
        "What else was tried",
        "When to change it",
    ]
