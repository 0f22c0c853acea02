"""What an uploaded picture must be to become an avatar, and what is said when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from portico.core.pictures.encoding import Encoded, Square, UnusablePicture, Wanted, encode

MAX_BYTES = 10 * 1024 * 1024
SIZES = (64, 256, 512)  # pixels a side: lists, twice as fine screens, large
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
_ENDINGS = {
    "JPEG": {"jpg", "jpeg", "jpe", "jfif", "pjpeg", "mpo"},
    "PNG": {"png", "apng"},
    "WEBP": {"webp"},
    "GIF": {"gif"},
    "AVIF": {"avif"},
    "HEIF": {"heic", "heif", "hif"},
}


class InvalidPicture(Exception):
    """The picture cannot be taken; the message is for its owner and says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def encode_avatar(upload: bytes | IO[bytes], *, size_bytes: int, file_name: str, square: Square) -> Mapping[int, bytes]:
    """The square part of an upload as WebP, by the side in pixels (`SIZES`). A small picture is not made larger.

    `file_name` is only compared with what the file holds; a name without an ending says nothing. Raises InvalidPicture.
    """
    if size_bytes > MAX_BYTES:
        raise InvalidPicture(_("This file is larger than 10 MB. Choose a smaller one."))
    wanted = Wanted(
        kinds=KINDS,
        sizes=[(side, side) for side in SIZES],
        encoded_as="WEBP",
        jpeg_pixels=50_000_000,
        square=square,
        refuses_script=True,
    )
    ending = PurePath(file_name).suffix.lower().removeprefix(".")
    if ending and ending not in set().union(*_ENDINGS.values()):
        raise InvalidPicture(_no_picture())
    try:
        encoded = encode(upload, wanted)
    except UnusablePicture as refused:
        raise InvalidPicture(_sentence(refused)) from refused
    if ending and ending not in _ENDINGS[encoded.kind]:
        raise InvalidPicture(_wrong_ending(ending, encoded))
    return dict(zip(SIZES, encoded.pictures, strict=True))


def _no_picture() -> str:
    return _("This is not a picture we can use. Choose a whole JPEG, PNG, WebP or GIF file.")


def _sentence(refused: UnusablePicture) -> str:
    sentences = {
        "too_many_pixels": _(
            "This picture has too many pixels. A JPEG may have 50 million, any other kind 25 million. "
            "Make it smaller or take a screenshot of it."
        ),
        "too_slow": _("This picture takes too long to read. Make it smaller or save it as JPEG."),
        "kind_not_installed": _("Pictures in HEIC or AVIF cannot be read here. Save it as JPEG and choose that file."),
    }
    return sentences.get(refused.reason, _no_picture())


def _wrong_ending(ending: str, encoded: Encoded) -> str:
    return _("The name of this file ends in .%(ending)s, but it holds a %(kind)s picture. Rename it and try again.") % {
        "ending": ending,
        "kind": "HEIC" if encoded.kind == "HEIF" else encoded.kind,
    }
