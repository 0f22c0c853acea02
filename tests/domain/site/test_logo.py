"""The owner's logo: only pixels come out, and a hostile file costs little."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portico.core.files import store
from portico.domain.site import logo
from portico.domain.site.errors import InvalidSite
from portico.domain.site.logo import keep_logo
from tests.pictures import png_of


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#c04020").save(written, kind, **options)
    return written.getvalue()


def stored(upload: bytes) -> Image.Image:
    name = keep_logo(upload)
    assert name.startswith("logo/")
    assert name.endswith(".png")
    return Image.open(io.BytesIO(store.read(name)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_stored_as_a_png_of_the_same_size(kind: str) -> None:
    kept = stored(picture(kind))
    assert (kept.format, kept.size) == ("PNG", (60, 40))
    red, green, blue, alpha = kept.getpixel((30, 20))
    assert abs(red - 0xC0) < 6
    assert abs(green - 0x40) < 6
    assert abs(blue - 0x20) < 6
    assert alpha == 255


def test_transparency_stays() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    assert stored(written.getvalue()).getpixel((5, 5))[3] == 0


def test_a_large_picture_is_made_smaller() -> None:
    assert stored(picture("JPEG", (4000, 1000))).size == (1600, 400)


def test_a_photo_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    assert stored(picture("JPEG", (60, 40), exif=exif)).size == (40, 60)


def test_nothing_but_pixels_comes_out() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "<script>secret</script>")
    upload = picture("PNG", pnginfo=notes) + b"PK\x03\x04secret<script>alert(1)</script>"
    kept = store.read(keep_logo(upload))
    assert b"secret" not in kept
    assert b"script" not in kept
    assert kept.endswith(b"IEND\xaeB`\x82")


HOSTILE = {
    "nothing": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html before a png": b"<html>" + picture(),
    "gif": picture("GIF"),
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "truncated png": picture("PNG", (400, 400))[:-40],
    "truncated jpeg": picture("JPEG", (400, 400))[:-400],
    "huge on paper": png_of(30_000, 30_000, b""),
    "bomb": png_of(20_000, 20_000, bytes(20_000_000)),
    "pdf": b"%PDF-1.7\n" + picture("JPEG"),
}


@pytest.mark.parametrize("upload", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_whole_picture_is_refused_quickly(upload: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidSite) as refused:
        keep_logo(upload)
    assert list(refused.value.errors) == ["logo"]
    assert time.monotonic() - started < 8


def test_a_file_above_the_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logo, "encode", lambda *_: pytest.fail("opened"))
    with pytest.raises(InvalidSite):
        keep_logo(bytes(logo.MAX_BYTES + 1))


def test_the_same_logo_is_kept_once() -> None:
    assert keep_logo(picture()) == keep_logo(picture())
