"""A photo of 12 megapixels becoming an avatar, against Pillow alone in this process. Django has to be started."""

from __future__ import annotations

import io
import statistics

from PIL import Image, ImageOps

from bench.inside import _milliseconds
from bench.sales import CONTACT, READER, uid

ROUNDS = 7
WIDE, HIGH = 4000, 3000
ORIENTATION = 0x0112


def measure() -> dict[str, float]:
    """From the uploaded bytes to three files and a row; and decoding, turning and encoding alone. In milliseconds."""
    from portico.core.history import Actor
    from portico.core.pictures.encoding import Square
    from portico.domain.contacts.models import Contact
    from portico.domain.profiles.avatars import change_avatar, remove_avatar
    from portico.domain.profiles.pictures import encode_avatar

    contact = Contact.objects.get(id=uid(CONTACT, READER))
    by = Actor("operator", label="bench")
    upload = _photo()

    def product() -> None:
        pictures = encode_avatar(upload, size_bytes=len(upload), file_name="photo.jpg", square=Square())
        change_avatar(contact, pictures=pictures, by=by)

    try:
        rounds = [(_milliseconds(product), _milliseconds(_bare, upload)) for _ in range(ROUNDS)]
    finally:
        remove_avatar(contact, by=by)
    return {
        "product_ms": statistics.median(ours for ours, _ in rounds),
        "bare_ms": statistics.median(theirs for _, theirs in rounds),
        "ratio": statistics.median(ours / theirs for ours, theirs in rounds),
    }


def _photo() -> bytes:
    """As a phone takes it: lying on its side, five megabytes, too fine to be guessed from its neighbours."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    written = io.BytesIO()
    Image.effect_noise((WIDE, HIGH), 40).convert("RGB").save(written, "JPEG", quality=88, exif=exif)
    return written.getvalue()


def _bare(upload: bytes) -> list[bytes]:
    """The same three pictures by the shortest way, with no process of their own and no limit."""
    found = []
    with Image.open(io.BytesIO(upload)) as photo:
        photo.draft("RGB", (1024, 1024))
        upright = ImageOps.exif_transpose(photo)
        for side in (512, 256, 64):
            written = io.BytesIO()
            ImageOps.fit(upright, (side, side)).save(written, "WEBP", quality=82, method=4)
            found.append(written.getvalue())
    return found
