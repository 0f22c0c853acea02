"""Picture files made for tests: a red square in one corner tells what was turned, cropped or lost."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from typing import Any

from PIL import Image

RED, GREEN, BLUE, WHITE = (230, 20, 30), (20, 160, 60), (30, 60, 220), (255, 255, 255)
ORIENTATION = 0x0112
GPS = 0x8825


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def corners(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """White, with 20 pixels of red at the upper left, green at the upper right, blue at the lower left."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, 20, 20))
    picture.paste(GREEN, (width - 20, 0, width, 20))
    picture.paste(BLUE, (0, height - 20, 20, height))
    return picture.convert(mode)


def stripes(colours: Iterable[tuple[int, int, int]] = (RED, WHITE, BLUE), side: int = 60) -> Image.Image:
    """Squares in a row."""
    colours = list(colours)
    picture = Image.new("RGB", (side * len(colours), side))
    for number, colour in enumerate(colours):
        picture.paste(colour, (number * side, 0, (number + 1) * side, side))
    return picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_near(found: Any, colour: tuple[int, int, int], by: int = 40) -> bool:
    return all(abs(one - other) <= by for one, other in zip(found, colour, strict=False))


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """A PNG whose head says what it likes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def many_frames(kind: str, count: int = 10_000) -> bytes:
    """An animation of tiny frames, the first red."""
    first = Image.new("RGB", (8, 8), RED)
    others = (Image.new("RGB", (8, 8), (number % 256, 128, 64)) for number in range(count - 1))
    return saved(first, kind, save_all=True, append_images=others, duration=20)
