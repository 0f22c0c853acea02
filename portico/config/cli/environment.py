"""Variables of the environment for this command and its children: the site's file, and Django made ready."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from portico.config.env import BadVariable

LINE = re.compile(r"""(?P<name>[A-Z][A-Z0-9_]*)=(?P<quote>["']?)(?P<value>.*)(?P=quote)""")
# what keeps a meaning between double quotes, for systemd and for shells
SPECIAL, BACKSLASHED = re.compile(r'([\\"$`])'), r"\\\1"


def read_env_file(path: Path) -> None:
    """Take each `NAME="value"` of the file that the environment does not have already. Raises BadVariable."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadVariable(f"{path} cannot be read: {error.strerror}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if not found:
            raise BadVariable(f'{path}, line {number} is not of the form NAME="value".')
        value = found["value"]
        os.environ.setdefault(found["name"], re.sub(r"\\(.)", r"\1", value) if found["quote"] == '"' else value)


def write_env_file(path: Path, variables: Mapping[str, str]) -> None:
    """Write the variables so that systemd, shells and `read_env_file` read the same; only its owner may read
    the file.
    """
    lines = [f'{name}="{SPECIAL.sub(BACKSLASHED, value)}"' for name, value in variables.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join(["# Written by `portico init`. Every variable: docs/operate/variables.md", *lines, ""]))


def start_django() -> None:
    """Load the settings and the apps."""
    import django  # late: the environment has to be complete first

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portico.config.settings")
    django.setup()
