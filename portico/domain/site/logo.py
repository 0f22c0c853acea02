"""The owner's logo: whatever was uploaded comes out as a plain PNG that we encoded ourselves, or not at all.

Decoding runs in a process of its own with little memory and time (`logo_encoding`): a picture of a few
kilobytes can ask for gigabytes. Only pixels come out: no metadata, nothing that hid behind or inside them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from portico.core.files import store
from portico.domain.site.errors import InvalidSite

MAX_BYTES = 2_000_000
SECONDS = 15  # a second core away from a busy one; the child's own limit is on processor time
_PROGRAM = Path(__file__).with_name("logo_encoding.py")
_PNG = b"\x89PNG\r\n\x1a\n"


def keep_logo(upload: bytes) -> str:
    """Encode the upload anew and store it; gives its name in core.files.

    PNG, JPEG or WebP up to `MAX_BYTES`. Raises InvalidSite with a message at "logo".
    """
    if len(upload) > MAX_BYTES:
        raise InvalidSite({"logo": _("This file is larger than 2 MB. Choose a smaller one.")})
    return store.keep(_encoded(upload), room="logo", ending="png")


def _encoded(upload: bytes) -> bytes:
    try:
        # our own program, without our environment, which holds keys
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_PROGRAM)],
            input=upload,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InvalidSite({"logo": _unreadable()}) from error
    if done.returncode != 0 or not done.stdout.startswith(_PNG):
        raise InvalidSite({"logo": _unreadable()})
    return done.stdout


def _unreadable() -> str:
    return _("This is not a picture that can be used. Choose a whole PNG, JPEG or WebP file, no SVG.")
