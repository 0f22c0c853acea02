"""The pictures of the demo's people: PNG files named by their address."""

from __future__ import annotations

from pathlib import Path

from portico.core.history import Actor
from portico.core.pictures.encoding import Square
from portico.domain.contacts.models import Contact
from portico.domain.profiles.avatars import change_avatar
from portico.domain.profiles.pictures import encode_avatar


def load(folder: Path, *, by: Actor) -> None:
    """Give a picture to everybody who has a file and none yet; a file of nobody is left out."""
    files = {path.stem: path for path in folder.glob("*.png")}
    for contact in Contact.objects.filter(email__in=files, avatar=None):
        content = files[contact.email].read_bytes()
        pictures = encode_avatar(content, size_bytes=len(content), file_name="", square=Square())
        change_avatar(contact, pictures=pictures, by=by)
