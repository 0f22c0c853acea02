"""The letter of an announcement: the owner's words, and the way to switch its topic off."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from portico.core.queue import BULK
from portico.domain.contacts.models import Contact
from portico.domain.preferences.models import Topic
from portico.domain.preferences.paragraphs import paragraphs
from portico.domain.preferences.unsubscribing import unsubscribe_token
from portico.workflows.letters.letter import Letter, Prose, Unsubscribe


def announcement_letter(topic: Topic, contact: Contact, *, subject: str, body: str) -> Letter:
    """What this contact gets."""
    token = unsubscribe_token(contact.id, topic.id)
    return Letter(
        kind="announcement",
        subject=subject,
        heading=subject,
        blocks=tuple(Prose(lines) for lines in paragraphs(body)),
        unsubscribe=Unsubscribe(topic.name, str(settings.ORIGIN) + reverse("unsubscribe", args=[token])),
        priority=BULK,
    )
