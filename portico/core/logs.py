"""How a log line looks: one line whatever it holds, so that nobody can write a second one through a path or a name."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Time, level, logger and message; control characters are written as escapes, tracebacks are joined by ` | `."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record).split("\n")
        joined = " | ".join(line.strip() for line in lines if line.strip())
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in joined)
