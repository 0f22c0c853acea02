from __future__ import annotations

import gzip
import math
import re
from pathlib import Path

import pytest

from tests.interfaces.ui.conftest import ROOM

STATIC = ROOM / "static/ui"
SHEETS = sorted((STATIC / "css").glob("*.css"))
OURS = [sheet for sheet in SHEETS if sheet.name not in ("tokens.css", "receipt.css")]
TEMPLATES = sorted(ROOM.parent.rglob("*.jinja"))


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", OURS, ids=lambda sheet: sheet.name)
def test_colours_come_from_the_tokens(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", without_comments(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_is_left_or_right(sheet: Path) -> None:
    css = without_comments(sheet)
    assert re.findall(r"(?:^|[\s;{-])(?:left|right)\s*:|:\s*(?:left|right)\s*[;}]|-(?:left|right)-", css) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_variable_is_one_of_ours_or_set_beside_it(sheet: Path) -> None:
    css = without_comments(sheet)
    known = set(re.findall(r"(--[\w-]+)\s*:", without_comments(STATIC / "css/tokens.css") + css))
    assert set(re.findall(r"var\((--[\w-]+)", css)) - known == set()


@pytest.mark.parametrize("sheet", [*SHEETS, *(STATIC / "vendor").glob("*.css")], ids=lambda sheet: sheet.name)
def test_addresses_are_files_of_ours(sheet: Path) -> None:
    """Hashed file names refuse a style sheet that names a missing file, a source map too."""
    css = without_comments(sheet)
    assert "@import" not in css
    assert "sourceMappingURL" not in sheet.read_text()
    for address in re.findall(r"url\(\"?([^)\"]+)\"?\)", css):
        if sheet.parent.name != "vendor":
            assert (sheet.parent / address).resolve().is_file(), address
        else:
            assert address.startswith("data:"), address


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_colour_and_no_style_of_their_own(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\bstyle\s*=|<style|\bon(?:click|change|submit|load)=|hx-on", source)


@pytest.mark.parametrize(
    "more", [("gate",), ("library", "receipt"), ("office", "library"), ("community",)], ids="+".join
)
def test_all_that_a_page_loads_stays_light(more: tuple[str, ...]) -> None:
    """Bootstrap, our styles, htmx and app.js together, packed."""
    of_all_pages = re.findall(r"'([\w-]+)'", (ROOM / "templates/ui/_stylesheets.jinja").read_text().split("\n")[2])
    files = [sheet for sheet in SHEETS if sheet.stem in {*of_all_pages, "print", *more}]
    assert len(files) == len(of_all_pages) + 1 + len(more)
    files += [STATIC / name for name in ("vendor/bootstrap.min.css", "vendor/htmx.min.js", "js/app.js")]
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < 75_000


def test_each_file_is_one_component() -> None:
    assert all(len(sheet.read_text().splitlines()) <= 400 for sheet in SHEETS)


def _channels(lightness: float, chroma: float, hue: float) -> list[float]:
    """Linear sRGB of an OKLCH colour, cut to what a screen shows (Björn Ottosson's published matrices)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cones = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    rows = (
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    )
    return [min(1.0, max(0.0, sum(x * y for x, y in zip(row, cones, strict=True)))) for row in rows]


def _from_hex(colour: str) -> list[float]:
    digits = colour.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: list[float], other: list[float]) -> float:
    light, dark = sorted(
        (0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def test_initials_are_readable_on_each_of_the_twelve_colours() -> None:
    css = (STATIC / "css/avatars.css").read_text()
    hues = re.findall(r"\.initials-\d+ \{ --hue: (\d+); \}", css)
    assert len(hues) == 12
    pairs = re.findall(r"light-dark\(oklch\(([.\d]+) ([.\d]+) var\(--hue\)\), oklch\(([.\d]+) ([.\d]+) var", css)
    ground, ink = ([float(part) for part in pair] for pair in pairs)
    for hue in map(float, hues):
        for theme in (0, 2):
            reached = contrast(
                _channels(ground[theme], ground[theme + 1], hue), _channels(ink[theme], ink[theme + 1], hue)
            )
            assert reached >= 4.5, (hue, theme, reached)


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("ink", ("paper", "surface", "sunken", "ok-soft", "warn-soft", "bad-soft")),
        ("ink-2", ("paper", "surface", "sunken")),
        ("ok", ("surface", "ok-soft")),
        ("warn", ("surface", "paper", "warn-soft")),
        ("bad", ("surface", "bad-soft")),
    ],
)
def test_text_is_readable_on_its_ground_in_light_and_dark(text: str, grounds: tuple[str, ...]) -> None:
    css = without_comments(STATIC / "css/tokens.css").partition("@supports")[0]
    pairs = {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", css)}
    for ground in grounds:
        for theme in (0, 1):
            assert contrast(_from_hex(pairs[text][theme]), _from_hex(pairs[ground][theme])) >= 4.5, (
                ground,
                theme,
            )
