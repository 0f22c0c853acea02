"""How a log line looks: one line whatever it holds, so that nobody can write a second one through a path or a name.

Of an error it keeps what happened where, never its message: a database quotes the address that was taken already.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any


class OneLine(logging.Formatter):
    """Time, level, logger and message; control characters are written as escapes, errors are joined by ` | `."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record).split("\n")
        joined = " | ".join(line.strip() for line in lines if line.strip())
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in joined)

    def formatException(self, ei: Any) -> str:  # noqa: N802  the library's name
        return without_values(ei[1])


def without_values(error: BaseException) -> str:
    """An error as exception types and places in the code. Messages and arguments are left out: they may name
    people.
    """
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(parts) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-12:]
        places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(seen).__module__}.{type(seen).__qualname__}", *places]))
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\ncaused by ".join(parts)
