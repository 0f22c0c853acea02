"""Whatever comes in, only our own picture comes out: turned, cut, without metadata; or nothing, soon and cheaply."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portico.core.pictures import encoding
from portico.core.pictures.encoding import Square, UnusablePicture, Wanted, encode
from tests.pictures import (
    BLUE,
    GPS,
    GREEN,
    ORIENTATION,
    RED,
    WHITE,
    corners,
    is_near,
    many_frames,
    opened,
    png_of,
    saved,
    stripes,
)

ALL = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
WHOLE = Wanted(kinds=ALL, sizes=[(512, 512)], encoded_as="WEBP", jpeg_pixels=50_000_000, refuses_script=True)


def wanted(**changes: Any) -> Wanted:
    return Wanted(**{field: getattr(WHOLE, field) for field in Wanted.__slots__} | changes)


def one(upload: bytes, **changes: Any) -> Image.Image:
    return opened(encode(upload, wanted(**changes)).pictures[0]).convert("RGB")


def refusal(upload: bytes, **changes: Any) -> str:
    with pytest.raises(UnusablePicture) as refused:
        encode(upload, wanted(**changes))
    return refused.value.reason


def heif(picture: Image.Image, **options: Any) -> bytes:
    import pillow_heif

    pillow_heif.register_heif_opener()
    return saved(picture, "HEIF", **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_each_kind_comes_out_as_webp(kind: str) -> None:
    encoded = encode(saved(corners(), kind), WHOLE)
    picture = opened(encoded.pictures[0])
    assert (encoded.kind, picture.format, picture.size) == (kind, "WEBP", (120, 80))
    assert is_near(picture.convert("RGB").getpixel((8, 8)), RED)


def test_a_photo_of_a_phone_in_heic_comes_out_too() -> None:
    encoded = encode(heif(corners()), WHOLE)
    assert encoded.kind == "HEIF"
    assert is_near(opened(encoded.pictures[0]).convert("RGB").getpixel((8, 8)), RED)


def test_several_sizes_come_in_their_order_and_none_is_larger_than_it_was() -> None:
    encoded = encode(saved(Image.new("RGB", (300, 300), RED)), wanted(sizes=[(64, 64), (256, 256), (512, 512)]))
    assert [opened(picture).size for picture in encoded.pictures] == [(64, 64), (256, 256), (300, 300)]


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_eight_turns_come_out_upright(kind: str, orientation: int) -> None:
    lying = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90",
             7: "TRANSVERSE", 8: "ROTATE_270"}  # fmt: skip
    stored = corners()
    if orientation in lying:
        stored = stored.transpose(Image.Transpose[lying[orientation]])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    upload = heif(stored, exif=exif.tobytes()) if kind == "HEIF" else saved(stored, kind, exif=exif)
    picture = one(upload)
    assert picture.size == (120, 80)
    places = {(8, 8): RED, (111, 8): GREEN, (8, 71): BLUE, (111, 71): WHITE}
    assert all(is_near(picture.getpixel(place), colour) for place, colour in places.items())
    corner = one(upload, square=Square(x=1, y=0, size=0.25))  # 20 pixels of the 80: the green ones
    assert corner.size == (20, 20)
    assert is_near(corner.getpixel((10, 10)), GREEN)


@pytest.mark.parametrize(("x", "colour"), [(0, RED), (0.5, WHITE), (1, BLUE)])
def test_the_square_is_where_it_was_chosen(x: float, colour: tuple[int, int, int]) -> None:
    picture = one(saved(stripes(), "PNG"), square=Square(x=x))
    assert picture.size == (60, 60)
    assert all(is_near(picture.getpixel(place), colour) for place in ((2, 2), (57, 57), (30, 30)))


def test_a_small_square_of_a_large_jpeg_stays_sharp() -> None:
    """Decoding at a fraction of the size must leave enough pixels for the part that is kept."""
    picture = Image.new("RGB", (4000, 3000), WHITE)
    for x in range(0, 300, 20):
        picture.paste((0, 0, 0), (x, 0, x + 10, 300))
    corner = one(saved(picture, quality=95), square=Square(0, 0, 0.1))
    assert corner.size == (300, 300)
    assert corner.getpixel((5, 100))[0] < 60
    assert corner.getpixel((15, 100))[0] > 200


def test_nothing_but_pixels_comes_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera maker"
    exif.get_ifd(GPS)[2] = (52.0, 22.0, 33.0)
    uploads = [
        saved(corners(), "JPEG", exif=exif, icc_profile=b"no profile" * 40, comment=b"a comment"),
        saved(corners(), "WEBP", exif=exif, xmp=b"<x:xmpmeta>a camera</x:xmpmeta>"),
        saved(corners(), "PNG", exif=exif, pnginfo=_note()),
        saved(corners(), "AVIF", exif=exif),
        heif(corners(), exif=exif),
    ]
    for upload in uploads:
        assert b"amera" in upload
        content = encode(upload, WHOLE).pictures[0]
        picture = opened(content)
        assert len(picture.getexif()) == 0
        assert {*picture.info} & {"exif", "icc_profile", "xmp"} == set()
        assert b"amera" not in content
        assert content[12:16] in (b"VP8 ", b"VP8L"), "the plain form, that has no place for metadata"


def test_a_png_of_ours_has_no_profile_either() -> None:
    """Pillow writes into a PNG what the picture it came from remembers."""
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upload = saved(corners(mode="RGBA"), "PNG", icc_profile=profile)
    assert b"iCCP" in upload
    assert b"iCCP" not in encode(upload, wanted(encoded_as="PNG")).pictures[0]


def _note() -> PngInfo:
    note = PngInfo()
    note.add_text("Comment", "a camera")
    return note


def test_wide_colours_are_put_into_those_of_the_web() -> None:
    """A profile that swaps red and green must change what comes out, for it is not kept itself."""
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = one(saved(Image.new("RGB", (50, 50), RED), "PNG", icc_profile=lab))
    assert is_near(same.getpixel((25, 25)), RED, by=4)
    swapped = lab.replace(b"rXYZ", b"tmpX", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"tmpX", b"gXYZ", 1)
    other = one(saved(Image.new("RGB", (50, 50), (255, 0, 0)), "PNG", icc_profile=swapped))
    assert is_near(other.getpixel((25, 25)), (0, 255, 0))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("P", "PNG"), ("RGBA", "PNG"),
     ("RGBA", "WEBP"), ("P", "GIF")],
)  # fmt: skip
def test_other_colour_models_are_converted(mode: str, kind: str) -> None:
    picture = one(saved(corners(mode=mode), kind))
    assert picture.size == (120, 80)
    assert is_near(picture.getpixel((60, 40)), WHITE)
    if mode not in ("L", "LA", "1"):
        assert is_near(picture.getpixel((8, 8)), RED, by=60)


def test_sixteen_bits_become_eight_of_the_same_brightness() -> None:
    grey = one(saved(Image.new("I;16", (40, 40), 0x8000), "PNG"))
    assert is_near(grey.getpixel((20, 20)), (128, 128, 128), by=4)


def test_what_is_seen_through_stays_so() -> None:
    picture = opened(encode(saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"), WHOLE).pictures[0])
    assert picture.convert("RGBA").getpixel((20, 20))[3] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_ten_thousand_frames_the_first_is_taken_soon(kind: str) -> None:
    upload = many_frames(kind)
    started = time.monotonic()
    assert is_near(one(upload).getpixel((4, 4)), RED, by=60)
    assert time.monotonic() - started < 5


def hostile() -> dict[str, bytes]:
    jpeg, png, webp, gif = (saved(corners(400, 400), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF"))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return {
        "nothing": b"",
        "text": b"hello",
        "svg": svg,
        "svg after a declaration": b'<?xml version="1.0"?>' + svg,
        "html": b"<!doctype html><title>x</title>",
        "html before a png": b"<html>" + png,
        "gif that is script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
        "gif with a script behind": gif + b"<script>alert(1)</script>",
        "jpeg with a script in its comment": saved(corners(), comment=b"<ScRiPt src=//evil.example></script>"),
        "truncated jpeg": jpeg[: len(jpeg) // 2],
        "truncated png": png[:-40],
        "truncated webp": webp[: len(webp) // 2],
        "truncated gif": gif[: len(gif) // 2],
        "head alone": jpeg[:200],
        "tiff": saved(corners(), "TIFF"),
        "bmp": saved(corners(), "BMP"),
        "jpeg 2000": saved(corners(), "JPEG2000"),
        "ico": saved(corners(64, 64), "ICO"),
        "dds": saved(corners(), "DDS"),
        "eps": saved(corners(), "EPS"),
        "pdf": saved(corners(), "PDF"),
        "psd": b"8BPS\0\x01" + bytes(200),
        "fits": b"SIMPLE  =                    T" + bytes(3000),
        "text that calls itself heic": b"\0\0\0\x1cftypheic" + bytes(200),
    }


@pytest.mark.parametrize("name", hostile())
def test_what_is_no_whole_picture_is_refused_soon(name: str) -> None:
    started = time.monotonic()
    assert refusal(hostile()[name]) in ("unreadable", "holds_script")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "upload",
    [png_of(30_000, 30_000, b""), png_of(20_000, 20_000, bytes(20_000_000)), png_of(5001, 5000, b""),
     png_of(2**31 - 1, 2**31 - 1, b"")],
    ids=["on paper", "bomb", "one row too many", "largest"],
)  # fmt: skip
def test_too_many_pixels_are_refused_by_the_head_alone(upload: bytes) -> None:
    started = time.monotonic()
    assert refusal(upload) in ("too_many_pixels", "unreadable")
    assert time.monotonic() - started < 3


def test_a_jpeg_may_have_twice_as_many_pixels() -> None:
    large = Image.new("L", (8000, 6200), 128)  # 49.6 million
    assert one(saved(large, quality=30), square=Square()).size == (512, 512)
    assert refusal(saved(Image.new("L", (8200, 6200)), quality=30)) == "too_many_pixels"
    assert refusal(saved(large, "PNG", compress_level=1)) == "too_many_pixels"


def test_giant_metadata_costs_nothing() -> None:
    huge = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff\xff" + bytes(60_000)
    profile = os.urandom(3_000_000)
    for upload in (
        saved(corners(), "JPEG", exif=huge),
        saved(corners(), "JPEG", icc_profile=profile),
        saved(corners(), "WEBP", icc_profile=profile),
        saved(corners(), "WEBP", exif=b"Exif\0\0" + bytes(5_000_000)),
    ):
        picture = one(upload)
        assert picture.size == (120, 80)
        assert is_near(picture.getpixel((8, 8)), RED)


def test_a_photo_with_a_second_one_inside_is_a_photo() -> None:
    second = Image.new("RGB", (60, 40), BLUE)
    upload = saved(corners(), "MPO", save_all=True, append_images=[second])
    assert opened(upload).format == "MPO"
    assert encode(upload, WHOLE).kind == "JPEG"


def test_a_kind_that_needs_an_extra_says_so_where_it_is_missing() -> None:
    """As in an installation without the extra: the module is not found."""
    code = "import sys; sys.modules['pillow_heif'] = None\nsys.path.insert(0, sys.argv[1])\nimport child, json\n"
    code += "sys.stdout.buffer.write(child.answer(sys.stdin.buffer.read(), json.loads(sys.argv[2])))"
    folder = Path(encoding.__file__).parent
    asked = json.dumps({field: getattr(WHOLE, field) for field in Wanted.__slots__})
    done = subprocess.run(
        [sys.executable, "-c", code, folder, asked], input=heif(corners()), capture_output=True, check=True
    )
    assert json.loads(done.stdout) == {"fault": "kind_not_installed"}


def test_a_file_on_disk_is_read_by_the_child_alone(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(saved(corners()))
    with path.open("rb") as file:
        assert encode(file, WHOLE).kind == "JPEG"


def child_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> list[bytes]:
    """Replace what the child does after its limits are set; gives what it wrote to standard error."""
    program = tmp_path / "child.py"
    source = encoding._PROGRAM.read_text().partition("\nif __name__")[0]
    limits = "\nasked = json.loads(sys.argv[1])\nlimit(asked['memory_bytes'], asked['seconds'])\n"
    program.write_text(source + limits + code)
    monkeypatch.setattr(encoding, "_PROGRAM", program)
    errors: list[bytes] = []
    run = subprocess.run

    def watched(*arguments: Any, **options: Any) -> Any:
        done = run(*arguments, **options)
        errors.append(done.stderr)
        return done

    monkeypatch.setattr(subprocess, "run", watched)
    return errors


def test_the_child_has_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = child_that(
        tmp_path, monkeypatch, "bytearray(400_000_000)\nprint('so far', file=sys.stderr)\nbytearray(600_000_000)\n"
    )
    assert refusal(b"") == "unreadable"
    assert b"so far" in errors[0]
    assert b"MemoryError" in errors[0]


def test_the_child_has_none_of_our_environment_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTICO_SECRET_KEY", "secret")
    code = f"import os, signal\nassert not [n for n in os.environ if 'PORTICO' in n]\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nopen({str(tmp_path / 'x')!r}, 'wb', 0).write(b'x')\n"
    errors = child_that(tmp_path, monkeypatch, code)
    assert refusal(b"") == "unreadable"
    assert b"File too large" in errors[0]


def test_a_child_that_works_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that(tmp_path, monkeypatch, "import time\ntime.sleep(60)\n")
    started = time.monotonic()
    assert refusal(b"", seconds=0.5) == "too_slow"
    assert time.monotonic() - started < 5


def test_a_large_upload_does_not_grow_this_process(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    noise = Image.effect_noise((3000, 2500), 90)
    path.write_bytes(saved(noise, "PNG", compress_level=0))
    del noise
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file:
        encode(file, WHOLE)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_bytes_of_many_pictures_are_told_apart() -> None:
    """Nothing of one picture is taken for another, also where it holds line ends."""
    sizes = [(side, side) for side in (512, 256, 64, 31, 7)]
    pictures = encode(saved(Image.effect_noise((600, 600), 90)), wanted(sizes=sizes, square=Square())).pictures
    assert [Image.open(io.BytesIO(picture)).size for picture in pictures] == sizes
    assert all(picture.startswith(b"RIFF") for picture in pictures)
