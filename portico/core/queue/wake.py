"""Knowing that a job may have come, without asking for one all the time."""

from __future__ import annotations

import threading
from time import monotonic
from typing import Any

from django.db import connection

from portico.core.queue.actions import CHANNEL

LOOK_SECONDS = 0.05  # SQLite: how late a job starts at most; a look costs about 10 microseconds


class Listener:
    """Waits for a change in the database. Used by one thread only: its connection is that thread's."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._listening: Any = None

    def wait(self, seconds: float, stopping: threading.Event) -> bool:
        """True as soon as something may have come, False after `seconds` or when the worker stops."""
        if connection.vendor == "postgresql":
            return self._wait_for_notice(seconds)
        return self._wait_for_change(seconds, stopping)

    def _wait_for_notice(self, seconds: float) -> bool:
        connection.ensure_connection()
        raw = connection.connection
        with connection.wrap_database_errors:
            if self._listening is raw:
                return any(True for _ in raw.notifies(timeout=seconds, stop_after=1))
            raw.execute(f"LISTEN {CHANNEL}")  # first time, or the connection was lost and made anew
            self._listening = raw
            return True

    def _wait_for_change(self, seconds: float, stopping: threading.Event) -> bool:
        """SQLite counts up `data_version` when another connection wrote."""
        until = monotonic() + seconds
        while True:
            with connection.cursor() as cursor:
                version: int = cursor.execute("PRAGMA data_version").fetchone()[0]
            if version != self._version:
                self._version = version
                return True
            if monotonic() >= until or stopping.wait(LOOK_SECONDS):
                return False
