"""A process that dies while it changes an avatar: `python -m tests.domain.profiles.killed <contact> <folder> <where>`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(contact_id: str, folder: str, where: str) -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = Path(folder)
    from portico.core.files import store
    from portico.domain.contacts.models import Contact
    from portico.domain.profiles import avatars
    from tests.cast import OPERATOR

    if where == "second file":
        keep, kept = store.keep_as, []

        def dying(name: str, content: bytes) -> None:
            if kept:
                die()
            kept.append(name)
            keep(name, content)

        store.keep_as = dying
    else:
        place = {"row": "_delete_after_commit", "old files": "_delete_files"}[where]
        setattr(avatars, place, die)
    pictures = dict.fromkeys(avatars.SIZES, b"from the one that dies")
    avatars.change_avatar(Contact.objects.get(id=contact_id), pictures=pictures, by=OPERATOR)


if __name__ == "__main__":
    main(*sys.argv[1:])
