"""The child process of `encoding`: a file on standard input, what is wanted as JSON in the first argument.

Answers on standard output. Imports nothing of ours: it must start fast and hold nothing worth taking.
"""

from __future__ import annotations

import importlib
import io
import json
import resource
import sys
import warnings
from typing import Any

QUALITY = 82
LARGEST_PROFILE = 4_000_000  # bytes; real ones for print have two million
# The same for every kind of file: where a point of the upright picture lies in the stored one, both in parts of one.
# Numbers are those of the EXIF tag Orientation (CIPA DC-008-2023, 4.6.5.1.6, read 22 Nov 2026).
STORED = {
    2: lambda x, y: (1 - x, y), 3: lambda x, y: (1 - x, 1 - y), 4: lambda x, y: (x, 1 - y), 5: lambda x, y: (y, x),
    6: lambda x, y: (y, 1 - x), 7: lambda x, y: (1 - y, 1 - x), 8: lambda x, y: (1 - y, x),
}  # fmt: skip
TURN = {  # names in Pillow's Transpose
    2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270", 7: "TRANSVERSE",
    8: "ROTATE_90",
}  # fmt: skip
PLUGINS = {
    "JPEG": "JpegImagePlugin", "PNG": "PngImagePlugin", "WEBP": "WebPImagePlugin", "GIF": "GifImagePlugin",
    "AVIF": "AvifImagePlugin",
}  # fmt: skip
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}


class Unusable(Exception):
    """Told to whoever asked; the only argument is an `encoding.Fault`."""


def limit(memory_bytes: int, seconds: float) -> None:
    """From here on no more than that, and no files."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, int(seconds) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def encode(upload: bytes, wanted: dict[str, Any]) -> tuple[str, list[bytes]]:
    """The kind of file that it is, and the pictures. Raises Unusable."""
    if wanted["refuses_script"] and b"<script" in upload.lower():
        raise Unusable("holds_script")
    picture = _opened(upload, wanted)
    kind = "JPEG" if picture.format == "MPO" else picture.format
    turned = 1 if kind == "HEIF" else _orientation(picture)  # that decoder turns by itself
    largest = max(wanted["sizes"])
    profile = picture.info.get("icc_profile") or b""
    if kind == "JPEG":
        picture.draft(None, _drafted(picture, wanted, largest))
    picture.load()
    small = _upright(_reduced(_plain(picture), _box(picture.size, wanted["square"], turned), largest, turned), turned)
    small = _in_srgb(small, profile)
    return kind, [_written(small, size, wanted["encoded_as"]) for size in wanted["sizes"]]


def _opened(upload: bytes, wanted: dict[str, Any]) -> Any:
    from PIL import Image, UnidentifiedImageError  # after the limits are set

    kinds = [kind for kind in wanted["kinds"] if _is_installed(kind)]
    Image.MAX_IMAGE_PIXELS = max(wanted["pixels"], wanted["jpeg_pixels"])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(upload), formats=kinds)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unusable("too_many_pixels") from error
    except UnidentifiedImageError as error:
        is_known = upload[4:8] == b"ftyp" and upload[8:12] in HEIF_BRANDS and {"HEIF", "AVIF"} & {*wanted["kinds"]}
        raise Unusable("kind_not_installed" if is_known and len(kinds) < len(wanted["kinds"]) else "unreadable") from (
            error
        )
    most = wanted["jpeg_pixels"] if picture.format in ("JPEG", "MPO") else wanted["pixels"]
    if picture.width * picture.height > most:
        raise Unusable("too_many_pixels")
    return picture


def _is_installed(kind: str) -> bool:
    """Load the decoder of that kind and no other."""
    if kind == "HEIF":
        try:
            importlib.import_module("pillow_heif").register_heif_opener()
        except ImportError:
            return False
        return True
    if kind == "AVIF":
        from PIL import features

        if not features.check("avif"):
            return False
    importlib.import_module(f"PIL.{PLUGINS[kind]}")
    return True


def _orientation(picture: Any) -> int:
    """1 to 8; a picture whose notes cannot be read is taken as it lies."""
    try:
        found = picture.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001  Pillow raises whatever reading past the end gives
        return 1
    return found if found in TURN else 1


def _drafted(picture: Any, wanted: dict[str, Any], largest: tuple[int, int]) -> tuple[int, int]:
    """How large a JPEG has to be decoded: the part that is kept twice as large as it comes out."""
    part = wanted["square"]["size"] if wanted["square"] else 1
    shorter = min(picture.size)
    scale = min(1, 2 * max(largest) / (part * shorter))
    return round(picture.width * scale), round(picture.height * scale)


def _plain(picture: Any) -> Any:
    """The picture in a mode that can be made smaller: colours for palettes, 8 bits for 16."""
    if picture.mode.startswith(("I", "F")):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("P", "PA", "1", "La", "RGBa") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture


def _box(size: tuple[int, int], square: dict[str, float] | None, turned: int) -> tuple[float, float, float, float]:
    """The part to keep, in pixels of the stored picture."""
    width, height = size
    if square is None:
        return 0, 0, width, height
    side = square["size"] * min(width, height)
    across, down = (height, width) if turned >= 5 else (width, height)
    left, top = square["x"] * (across - side), square["y"] * (down - side)
    corners = [(left / across, top / down), ((left + side) / across, (top + side) / down)]
    there = [STORED[turned](*corner) if turned != 1 else corner for corner in corners]
    horizontal = sorted(min(max(x, 0), 1) * width for x, _y in there)
    vertical = sorted(min(max(y, 0), 1) * height for _x, y in there)
    return horizontal[0], vertical[0], horizontal[1], vertical[1]


def _reduced(picture: Any, box: tuple[float, float, float, float], largest: tuple[int, int], turned: int) -> Any:
    """The part, no larger than asked for, never larger than it was."""
    from PIL import Image

    width, height = box[2] - box[0], box[3] - box[1]
    most = largest[::-1] if turned >= 5 else largest
    scale = min(1, most[0] / width, most[1] / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


def _upright(picture: Any, turned: int) -> Any:
    from PIL import Image

    return picture.transpose(Image.Transpose[TURN[turned]]) if turned != 1 else picture


def _in_srgb(picture: Any, profile: bytes) -> Any:
    """Phones record wider colours and name them in a profile, which is not kept: so colours are put into sRGB."""
    if profile and len(profile) <= LARGEST_PROFILE and picture.mode in ("RGB", "CMYK"):
        from PIL import ImageCms

        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile says nothing; the colours are taken as they are
    return picture


def _written(picture: Any, size: tuple[int, int], encoded_as: str) -> bytes:
    """Pixels and nothing else: a picture made of them anew has no metadata to write."""
    from PIL import Image

    coloured = picture.convert("RGBA" if "A" in picture.mode or encoded_as == "PNG" else "RGB")
    coloured.thumbnail(tuple(size), Image.Resampling.LANCZOS)
    plain = Image.frombytes(coloured.mode, coloured.size, coloured.tobytes())
    written = io.BytesIO()
    options: dict[str, Any] = {"optimize": True} if encoded_as == "PNG" else {"quality": QUALITY, "method": 4}
    plain.save(written, encoded_as, **options)
    return written.getvalue()


def answer(upload: bytes, wanted: dict[str, Any]) -> bytes:
    """What goes to standard output: a line of JSON, then the pictures."""
    try:
        kind, pictures = encode(upload, wanted)
    except Unusable as refused:
        return json.dumps({"fault": refused.args[0]}).encode() + b"\n"
    except MemoryError:
        return b'{"fault": "too_many_pixels"}\n'
    told = {"kind": kind, "lengths": [len(picture) for picture in pictures]}
    return json.dumps(told).encode() + b"\n" + b"".join(pictures)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    limit(asked["memory_bytes"], asked["seconds"])
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), asked))
