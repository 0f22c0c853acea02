"""What a contact hears about, and the proof of it, for the page of the contact. Only they change it."""

from __future__ import annotations

from typing import Any

from portico.domain.contacts.models import Contact
from portico.domain.preferences.queries import list_consents, list_states

SHOWN = 20


def topic_context(contact: Contact) -> dict[str, Any]:
    """Topics with their state, and the newest consents; three statements."""
    consents = list(list_consents(contact.id)[: SHOWN + 1])
    return {
        "topic_states": list_states(contact),
        "consents": consents[:SHOWN],
        "has_older_consents": len(consents) > SHOWN,
    }
