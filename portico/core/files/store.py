"""Keep bytes, under a name made of their hash or under one of the caller's."""

from __future__ import annotations

import hashlib
from datetime import datetime

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


def keep_as(name: str, content: bytes) -> None:
    """Store the bytes under a name that nobody used before."""
    kept_as = default_storage.save(name, ContentFile(content))
    if kept_as != name:
        default_storage.delete(kept_as)
        raise FileExistsError(name)


def delete(name: str) -> None:
    """Remove a file; one that is not there is no fault."""
    default_storage.delete(name)


def list_names(room: str) -> list[str]:
    """The names of all files directly in a room."""
    try:
        _rooms, files = default_storage.listdir(room)
    except FileNotFoundError:
        return []
    return [f"{room}/{file}" for file in files]


def kept_at(name: str) -> datetime:
    """When a file was written, aware. Raises FileNotFoundError."""
    return default_storage.get_modified_time(name)
