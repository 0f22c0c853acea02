"""Sessions in our own table beside Django's columns: who is signed in, in which browser, seen when.

Every page reads one, so the way to the row is short. When it was seen is
written with it (`ui.middleware`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase

from portico.core import clock, ids
from portico.core.rows import find_row
from portico.domain.contacts.models import Session
from portico.domain.contacts.security.devices import browser_name

BROWSER = "browser"  # in the session: its name, from sign-in on
DEVICE = "device"  # in the session: its name in addresses, kept when the key is exchanged


class SessionStore(db.SessionStore):
    """Django's own store on our table."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        sql = "SELECT * FROM contacts_session WHERE session_key = %s AND expire_date > %s"
        found = find_row(Session, sql, self.session_key, clock.now())
        if found is None:
            self._session_key = None  # as Django does: a key that nobody knows is never taken up
        else:
            self.seen_at = found.seen_at
        return found

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to store. Of somebody signed in it says whose device it is."""
        contact_id = data.get(SESSION_KEY)
        if contact_id:
            data.setdefault(DEVICE, str(ids.new_id()))
        row = cast("Session", super().create_model_instance(data))
        if contact_id:
            row.contact_id = UUID(contact_id)
            row.device_id = UUID(data[DEVICE])
            row.auth_hash = data.get(HASH_SESSION_KEY, "")
            row.browser = data.get(BROWSER, "")
        return row


def name_browser(session: SessionBase, user_agent: str) -> None:
    """Remember what the device is called in the list."""
    session[BROWSER] = browser_name(user_agent)
