"""Asking the child process for a picture's encoded forms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

_PROGRAM = Path(__file__).with_name("child.py")

Fault = Literal["unreadable", "too_many_pixels", "too_slow", "kind_not_installed", "holds_script"]


class UnusablePicture(Exception):
    """No picture comes out of this file. The reason is for the room that asked to put into words."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Square:
    """The square part to keep: `size` of the shorter side, `x` and `y` from the left and top end (0) to the other (1).

    All three are parts of one, of the picture as it stands upright; every value between 0 and 1 lies inside it.
    """

    x: float = 0.5
    y: float = 0.5
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may come in, and what comes out.

    `kinds` are Pillow's names, and HEIF where the extra `heic` is installed. `sizes` are the largest widths and
    heights, one picture each, written as `encoded_as`. The child has `memory_bytes` of addresses (most are never
    touched) and `seconds`, of the processor and on the clock.
    """

    kinds: Sequence[str]
    sizes: Sequence[tuple[int, int]]
    encoded_as: Literal["PNG", "WEBP"]
    pixels: int = 25_000_000
    jpeg_pixels: int = 25_000_000  # a JPEG can be decoded at a fraction of its size
    square: Square | None = None
    refuses_script: bool = False
    memory_bytes: int = 512_000_000
    seconds: float = 10


@dataclass(frozen=True, slots=True)
class Encoded:
    """The kind of file that came in, by what it held, and the pictures in the order of `Wanted.sizes`."""

    kind: str
    pictures: list[bytes]


def encode(upload: bytes | IO[bytes], wanted: Wanted) -> Encoded:
    """The pictures wanted. `upload` is the bytes, or a file on disk, which is then read by the child alone.

    Raises UnusablePicture.
    """
    source: dict[str, Any] = {"input": upload} if isinstance(upload, bytes) else {"stdin": upload}
    try:
        # our own program, without our environment, which holds keys
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_PROGRAM), json.dumps(asdict(wanted))],
            capture_output=True,
            timeout=wanted.seconds,
            env={},
            check=False,
            **source,
        )
    except subprocess.TimeoutExpired as error:
        raise UnusablePicture("too_slow") from error
    if done.returncode != 0:
        raise UnusablePicture("unreadable")
    return _taken_apart(done.stdout)


def _taken_apart(answer: bytes) -> Encoded:
    """One line that tells what follows, then the pictures without anything between them."""
    line, _end, content = answer.partition(b"\n")
    told = json.loads(line)
    if "fault" in told:
        raise UnusablePicture(told["fault"])
    pictures = []
    for length in told["lengths"]:
        pictures.append(content[:length])
        content = content[length:]
    return Encoded(told["kind"], pictures)
