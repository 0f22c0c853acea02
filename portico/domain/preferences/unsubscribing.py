"""The token in the link that switches one topic off for one contact, without signing in.

It is signed and never runs out: a mail may be opened years later. It names rows by id and holds nothing about anybody.
A new secret key needs the old one in PORTICO_OLD_SECRET_KEYS, or the links in mails already sent stop working.
"""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from django.core.signing import BadSignature, Signer

from portico.domain.contacts.models import Contact
from portico.domain.preferences.models import Topic


def unsubscribe_token(contact_id: UUID, topic_id: UUID) -> str:
    """The token, safe in an address."""
    ids = base64.urlsafe_b64encode(contact_id.bytes + topic_id.bytes).decode().rstrip("=")
    return _signer().sign(ids)


def read_unsubscribe_token(token: str) -> tuple[Contact, Topic] | None:
    """Whom and what it names; None for a token that is not ours, or whose contact or topic is gone."""
    try:
        ids = base64.urlsafe_b64decode(_signer().unsign(token) + "=")
    except (BadSignature, binascii.Error, ValueError):
        return None
    contact = Contact.objects.filter(id=UUID(bytes=ids[:16]), is_active=True).first()
    topic = Topic.objects.filter(id=UUID(bytes=ids[16:])).first()
    return (contact, topic) if contact and topic else None


def _signer() -> Signer:
    return Signer(sep=".", salt="portico.unsubscribe")
