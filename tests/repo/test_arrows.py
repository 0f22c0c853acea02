"""The arrows never climb: imports by import-linter's contracts, foreign keys by a look at every model."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def layers(container: str) -> list[set[str]]:
    """The layers of a contract, lowest first, as sets of neighbours."""
    for contract in CONTRACTS:
        if contract.get("containers") == [container]:
            return [set(re.findall(r"\w+", layer)) for layer in reversed(contract["layers"])]
    raise LookupError(container)


def place(label: str) -> tuple[int, int, str] | None:
    """Floor, shelf and room of an app of ours."""
    parts = apps.get_app_config(label).name.split(".")
    if parts[0] != "portico":
        return None
    height = next(n for n, floor in enumerate(layers("portico")) if parts[1] in floor)
    shelf = -1
    if parts[1] == "domain":
        shelf = next(n for n, rooms in enumerate(layers("portico.domain")) if parts[2] in rooms)
    return height, shelf, ".".join(parts[1:3])


def arrows(of: list[type[Model]]) -> Iterator[tuple[str, str, str]]:
    """Each foreign key of ours that leaves its room: its name, from where, to where."""
    for model in of:
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or not isinstance(field.related_model, type):
                continue
            yield f"{model.__name__}.{field.name}", model._meta.app_label, field.related_model._meta.app_label


def climbing(of: list[type[Model]]) -> list[str]:
    found = []
    for name, from_label, to_label in arrows(of):
        here, there = place(from_label), place(to_label)
        if here is None or there is None or here[2] == there[2]:
            continue
        # core's tables hold plain ids: no key leads out of a room of core, and none to the same height elsewhere
        if here[2].startswith("core.") or there[:2] >= here[:2]:
            found.append(f"{name}: {here[2]} -> {there[2]}")
    return found


def test_no_foreign_key_climbs() -> None:
    every = apps.get_models(include_auto_created=True)
    assert any(place(to) for _, _, to in arrows(every))  # there are some to look at
    assert climbing(every) == []


@pytest.mark.parametrize(
    ("room", "target", "found"),
    [
        ("contacts", "receipts.Receipt", "domain.contacts -> domain.receipts"),
        ("contacts", "site.Site", "domain.contacts -> domain.site"),
        ("history", "contacts.Contact", "core.history -> domain.contacts"),
        ("mail", "history.Entry", "core.mail -> core.history"),
        ("receipts", "contacts.Contact", ""),
    ],
)
def test_a_key_written_as_a_string_is_caught(room: str, target: str, found: str) -> None:
    """The control: a model of another registry, so that it is in nobody's way."""
    meta = type("Meta", (), {"app_label": room, "apps": Apps()})
    key = models.ForeignKey(apps.get_model(target), models.CASCADE, related_name="+")
    wrong = type("Wrong", (Model,), {"__module__": __name__, "Meta": meta, "key": key})
    assert climbing([wrong]) == ([f"Wrong.key: {found}"] if found else [])


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / "pyproject.toml"),
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_the_contracts_are_kept() -> None:
    said = lint(ROOT)
    assert said.returncode == 0, said.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said.stdout


WRONG = {
    "The arrow never climbs": ("portico/core/planted.py", "import portico.domain.contacts.models"),
    "Domain shelves": ("portico/domain/contacts/planted.py", "import portico.domain.receipts.models"),
    "Interfaces are independent": ("portico/interfaces/portal/planted.py", "import portico.interfaces.office.gates"),
    "Processors know no Django": ("portico/processors/planted.py", "import django"),
    "Domain never touches the network": ("portico/domain/contacts/planted.py", "import smtplib"),
}


def test_each_contract_can_be_broken(tmp_path: Path) -> None:
    """The control: five wrong imports in a copy of the tree break all five."""
    import shutil

    shutil.copytree(ROOT / "portico", tmp_path / "portico", ignore=shutil.ignore_patterns("__pycache__", "static"))
    for path, line in WRONG.values():
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    said = lint(tmp_path).stdout
    assert f"0 kept, {len(CONTRACTS)} broken." in said
    assert all(name in said for name in WRONG)
