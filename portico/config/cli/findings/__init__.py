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


def counted(number: int, noun: str) -> str:
    """`1 job`, `2 jobs`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def warning(sentence: str) -> Finding:
    return Finding("warning", sentence)
