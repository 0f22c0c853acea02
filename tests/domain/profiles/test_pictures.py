"""What may become an avatar, and what is said of the rest."""

from __future__ import annotations

import pytest
from PIL import Image

from portico.core.pictures.encoding import Square, UnusablePicture
from portico.domain.profiles import pictures
from portico.domain.profiles.pictures import MAX_BYTES, SIZES, InvalidPicture, encode_avatar
from tests.pictures import corners, opened, png_of, saved, stripes

NO_PICTURE = "This is not a picture we can use. Choose a whole JPEG, PNG, WebP or GIF file."


def encoded(upload: bytes, name: str = "", square: Square = Square()) -> dict[int, bytes]:  # noqa: B008  frozen
    return dict(encode_avatar(upload, size_bytes=len(upload), file_name=name, square=square))


def said(upload: bytes, name: str = "") -> str:
    with pytest.raises(InvalidPicture) as refused:
        encoded(upload, name)
    return refused.value.sentence


def test_three_squares_come_out() -> None:
    found = encoded(saved(Image.new("RGB", (1200, 800))))
    assert {side: opened(content).size for side, content in found.items()} == {side: (side, side) for side in SIZES}
    assert all(opened(content).format == "WEBP" for content in found.values())


def test_the_square_that_was_chosen() -> None:
    picture = opened(encoded(saved(stripes()), square=Square(x=1))[64]).convert("RGB")
    assert picture.getpixel((30, 30))[2] > 180
    assert picture.getpixel((30, 30))[0] < 80


@pytest.mark.parametrize(
    "name",
    ["photo.jpg", "PHOTO.JPEG", "photo", "", "..", "a.b.jpg", "../../x.jpg", "..\\x.jpg", "a\x00.jpg", "x" * 300 + ".jpg",
     "\u202egpj.exe.jpg", "CON.jpg", 'quote".jpg', "line\nbreak.jpg", ".jpg"],
)  # fmt: skip
def test_the_name_of_the_file_does_no_harm(name: str) -> None:
    assert set(encoded(saved(corners()), name)) == set(SIZES)


@pytest.mark.parametrize("name", ["photo.svg", "photo.html", "photo.jpg.exe", "photo.php", "photo.pdf", "photo.tiff"])
def test_a_name_of_something_else_is_refused(name: str) -> None:
    assert said(saved(corners()), name) == NO_PICTURE


def test_a_name_of_another_kind_is_refused_with_the_cure() -> None:
    expected = "The name of this file ends in .png, but it holds a JPEG picture. Rename it and try again."
    assert said(saved(corners()), "photo.PNG") == expected


@pytest.mark.parametrize("upload", [b"", b"<svg/>", b"<html>", saved(corners())[:300]])
def test_what_is_no_picture(upload: bytes) -> None:
    assert said(upload, "photo.jpg") == NO_PICTURE


def test_too_large_is_said_without_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "encode", lambda *_: pytest.fail("opened"))
    assert said(bytes(MAX_BYTES + 1)) == "This file is larger than 10 MB. Choose a smaller one."


def test_too_many_pixels() -> None:
    assert said(png_of(30_000, 30_000, b"")).startswith("This picture has too many pixels. A JPEG may have 50 million")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("kind_not_installed", "Pictures in HEIC or AVIF cannot be read here. Save it as JPEG and choose that file."),
        ("too_slow", "This picture takes too long to read. Make it smaller or save it as JPEG."),
        ("holds_script", NO_PICTURE),
    ],
)
def test_each_reason_has_its_words(monkeypatch: pytest.MonkeyPatch, reason: str, words: str) -> None:
    def refuse(*_: object) -> None:
        raise UnusablePicture(reason)  # type: ignore[arg-type]

    monkeypatch.setattr(pictures, "encode", refuse)
    assert said(b"x") == words
