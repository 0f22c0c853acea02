"""The child process of `logo`: a picture on standard input, a PNG on standard output, or a failure.

Imports nothing of ours: it must start fast and hold nothing worth taking.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings

MEMORY_BYTES = 768_000_000  # addresses, most of them never touched
CPU_SECONDS = 5
MAX_PIXELS = 25_000_000
LARGEST = (1600, 800)  # shown 36 pixels high, on paper about 2 cm


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def encode(upload: bytes) -> bytes:
    """The picture upright, no larger than LARGEST, as a PNG that holds pixels and nothing else."""
    from PIL import Image, ImageOps  # after the limits are set

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(upload), formats=("PNG", "JPEG", "WEBP"))
        picture.draft("RGB", LARGEST)
        picture.load()
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(LARGEST)
    plain = Image.frombytes("RGBA", upright.size, upright.tobytes())
    written = io.BytesIO()
    plain.save(written, "PNG", optimize=True)
    return written.getvalue()


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(encode(sys.stdin.buffer.read()))
