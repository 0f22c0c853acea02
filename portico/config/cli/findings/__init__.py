"""What `portico check` looks for, by what it looks at. A finding is a plain sentence with its cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """An error keeps a site from working or from being safe; a warning is worth knowing."""

    level: Literal["error", "warning"]
    sentence: str


def error(sentence: str) -> Finding:
    return Finding("error", sentence)


def warning(sentence: str) -> Finding:
    return Finding("warning", sentence)
