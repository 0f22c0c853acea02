"""Ids of our rows: UUID version 7 (RFC 9562), so that an index grows at its end.

Not a commit order: sort by time and id.
"""

from __future__ import annotations

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A new id: 48 bits of milliseconds, then version, variant and 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high, low = random >> 68, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | ((high & 0xFFF) << 64) | (0b10 << 62) | low)


def find_id(text: str) -> UUID | None:
    """The id written in `text`, in the one form we print, or None."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
