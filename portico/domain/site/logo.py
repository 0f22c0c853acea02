"""The owner's logo: whatever was uploaded comes out as a plain PNG that we encoded ourselves, or not at all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portico.core.files import store
from portico.core.pictures.encoding import UnusablePicture, Wanted, encode
from portico.domain.site.errors import InvalidSite

MAX_BYTES = 2_000_000
LARGEST = (1600, 800)  # shown 36 pixels high, on paper about 2 cm
WANTED = Wanted(kinds=("PNG", "JPEG", "WEBP"), sizes=[LARGEST], encoded_as="PNG")


def keep_logo(upload: bytes) -> str:
    """Encode the upload anew and store it; gives its name in core.files.

    PNG, JPEG or WebP up to `MAX_BYTES`. Raises InvalidSite with a message at "logo".
    """
    if len(upload) > MAX_BYTES:
        raise InvalidSite({"logo": _("This file is larger than 2 MB. Choose a smaller one.")})
    try:
        encoded = encode(upload, WANTED)
    except UnusablePicture as error:
        raise InvalidSite({"logo": _unreadable()}) from error
    return store.keep(encoded.pictures[0], room="logo", ending="png")


def _unreadable() -> str:
    return _("This is not a picture that can be used. Choose a whole PNG, JPEG or WebP file, no SVG.")
