"""Keep bytes under a name made of their hash."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def content_hash(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes, *, room: str, ending: str) -> str:
    """Store the bytes and give their name, `room/ab/<hash>.<ending>`. Keeping the same bytes again changes nothing."""
    digest = content_hash(content)
    name = f"{room}/{digest[:2]}/{digest}.{ending}"
    if default_storage.exists(name):
        if content_hash(read(name)) == digest:
            return name
        default_storage.delete(name)  # a crash while it was written left only a part of it
    # Two writers of the same bytes may both come here; the storage then gives the second another name, which is as
    # good: the bytes are the same.
    return default_storage.save(name, ContentFile(content))


def read(name: str) -> bytes:
    """The bytes under a name. Raises FileNotFoundError when the store has lost them."""
    with default_storage.open(name) as file:
        return bytes(file.read())
