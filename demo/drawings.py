"""Covers (SVG, 640 by 360) and the logo (PNG) of the demo business, drawn from a few shapes. All our own."""

# A path is a drawing, not prose: cutting it in two makes it no easier to read.
# ruff: noqa: E501

from pathlib import Path

from PIL import Image, ImageDraw

BLUE, DEEP, CLAY, RUST = "#2743b8", "#1d2f80", "#c8744a", "#93502f"
CREAM, SAGE, MOSS, GOLD, SOOT = "#f6eee1", "#8fb8a4", "#5f8f78", "#dba94a", "#4a2f27"


def _scene(wall: str, table: str, *shapes: str) -> str:
    body = "".join(shapes)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<path fill="{wall}" d="M0 0h640v360H0z"/><path fill="{table}" d="M0 262h640v98H0z"/>{body}</svg>\n'
    )


def _at(x: float, y: float, scale: float, *shapes: str) -> str:
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g})">{"".join(shapes)}</g>'


def _shadow(width: float, y: float = 60) -> str:
    return f'<ellipse cy="{y:g}" rx="{width:g}" ry="8" opacity=".13"/>'


def _bowl(body: str, inside: str) -> str:
    return (
        f'{_shadow(72)}<path fill="{body}" d="M-108-32h216c-2 56-44 84-70 92h-76c-26-8-68-36-70-92z"/>'
        f'<ellipse cy="-32" rx="108" ry="20" fill="{inside}"/>'
    )


def _vase(body: str, band: str = "") -> str:
    dip = f'<path fill="{band}" d="M-64 4c-3-14 0-26 4-36H60c4 10 7 22 4 36z"/>' if band else ""
    return (
        f'{_shadow(60)}<path fill="{body}" d="M-28-142h56c5 28-10 40-3 60 24 14 46 42 41 84-4 38-24 58-42 58h-48'
        f'c-18 0-38-20-42-58-5-42 17-70 41-84 7-20-8-32-3-60z"/>{dip}<ellipse cy="-142" rx="28" ry="6" opacity=".28"/>'
    )


def _mug(body: str, dip: str) -> str:
    return (
        f'{_shadow(58)}<path d="M46-36c46-6 50 60 2 58" fill="none" stroke="{body}" stroke-width="14"/>'
        f'<path fill="{body}" d="M-50-62H50v98c0 14-10 24-24 24h-52c-14 0-24-10-24-24z"/>'
        f'<path fill="{dip}" d="M-50 2H50v34c0 14-10 24-24 24h-52c-14 0-24-10-24-24z"/>'
        '<ellipse cy="-62" rx="50" ry="9" opacity=".22"/>'
    )


def _jar(glaze: str, height: float) -> str:
    return (
        f'<path fill="{glaze}" d="M-42 0v-{height:g}q0-12 12-12h60q12 0 12 12V0z"/>'
        f'<path fill="{SOOT}" d="M-34-{height + 30:g}h68v20h-68z"/>'
        f'<path fill="{CREAM}" d="M-28-{height * 0.62:g}h56v34h-56z"/>'
    )


def _tile(glaze: str) -> str:
    return (
        '<rect width="66" height="104" rx="9" fill="#d9b18f"/>'
        f'<path fill="{glaze}" d="M0 10Q0 0 10 0h46q10 0 10 10v60q-12 14-24 4t-20 7-22-6z"/>'
        '<circle cx="33" cy="14" r="6" fill="#f3ece0"/>'
    )


def _block(top: str, left: str, right: str) -> str:
    return (
        f'{_shadow(78, 78)}<path fill="{top}" d="M-70-30 0-55l70 25L0-5z"/><path fill="{left}" d="M-70-30v84L0 79V-5z"/>'
        f'<path fill="{right}" d="M70-30v84L0 79V-5z"/>'
    )


def _flame(x: float, y: float, scale: float) -> str:
    return _at(
        x, y, scale,
        '<path fill="#ff9a3c" d="M0 40c-34 0-44-30-28-54 6 8 10 8 12 4-6-26 8-46 24-58-2 24 30 38 28 72-1 22-16 36-36 36z"/>',
        '<path fill="#ffdd8c" d="M0 40c-17 0-22-15-14-28 6 6 9 2 9-10 10 8 21 16 20 26-1 8-7 12-15 12z"/>',
    )  # fmt: skip


def _sheet(angle: int, *marks: str) -> str:
    paper = f'<path fill="{CREAM}" d="M-80-100H80v200H-80z"/>'
    return f'<g transform="rotate({angle})">{paper}{"".join(marks)}</g>'


def _rows(count: int, colour: str = "#8b8478") -> str:
    lines = "".join(f"M-58 {-66 + row * 26}h{116 - row % 3 * 22}" for row in range(count))
    return f'<path d="{lines}" stroke="{colour}" stroke-width="6" stroke-linecap="round"/>'


def _kiln() -> str:
    return (
        '<path fill="#a55b3b" d="M170 312V172a150 132 0 0 1 300 0v140z"/>'
        '<path d="M170 218h300M170 264h300M212 122v44M320 40v48M428 122v44M246 172v46M394 172v46" stroke="#7d422a" '
        'stroke-width="4"/><path fill="#ffb64d" d="M236 312V198a84 80 0 0 1 168 0v114z"/>'
        '<path fill="#ffdd8c" d="M260 312V208a60 58 0 0 1 120 0v104z"/>'
    )


def _wheel() -> str:
    return (
        f'<ellipse cx="320" cy="302" rx="198" ry="32" fill="{DEEP}"/><ellipse cx="320" cy="292" rx="198" ry="32" fill="#2f4dc8"/>'
        '<g fill="none" stroke="#fff" stroke-width="2" opacity=".35"><ellipse cx="320" cy="291" rx="150" ry="22"/>'
        '<ellipse cx="320" cy="290" rx="110" ry="15"/></g>'
    )


def _ring() -> str:
    seats = ((320, 96), (444, 132), (496, 222), (196, 132), (144, 222))
    colours = (CLAY, SAGE, GOLD, BLUE, "#b9503a")
    cups = "".join(_at(x, y, 0.5, _mug(colour, CREAM)) for (x, y), colour in zip(seats, colours, strict=True))
    return _flame(320, 236, 1.5) + cups


def _screen() -> str:
    return (
        f'<rect x="150" y="62" width="340" height="216" rx="14" fill="{SOOT}"/><path fill="#dfe6f5" d="M166 78h308v168H166z"/>'
        f'<path fill="{SOOT}" d="M286 278h68l14 34h-96z"/>'
    )


def _tools() -> str:
    wood = "#b98a5a"
    return (
        f'<g stroke-linecap="round" fill="none"><path d="M150 250 236 96" stroke="{wood}" stroke-width="16"/>'
        '<path d="M236 96 252 66" stroke="#9aa3ad" stroke-width="8"/>'
        f'<path d="M270 256 296 120" stroke="{wood}" stroke-width="14"/><circle cx="302" cy="90" r="26" stroke="#9aa3ad" stroke-width="7"/>'
        f'<path d="M372 250V110" stroke="{wood}" stroke-width="18"/><path d="M372 110V64" stroke="#c9b08a" stroke-width="30"/></g>'
        f'<path fill="{GOLD}" d="M440 226c-4-60 30-108 84-116 12 48-20 108-84 116z"/>'
    )


def covers() -> dict[str, str]:
    """Every cover by the name of its file, without `.svg`."""
    glazes = (
        BLUE,
        SAGE,
        GOLD,
        SOOT,
        CLAY,
        "#5f86b5",
        "#efe3d0",
        "#7a8f5a",
        "#b9503a",
        "#1f6f6b",
        "#d9c2a3",
        "#33406e",
    )
    tiles = [_at(70 + 88 * (n % 6), 58 + 132 * (n // 6), 1, _tile(glaze)) for n, glaze in enumerate(glazes)]
    jars = [
        _at(108 + 106 * n, 300, 1, _jar(colour, height))
        for n, (colour, height) in enumerate(((BLUE, 110), (SAGE, 142), (GOLD, 96), ("#b9503a", 128), ("#efe3d0", 108)))
    ]
    return {
        "wheel": _scene("#dfe6f5", "#c6d2ec", _wheel(), _at(320, 228, 1, _bowl(CLAY, RUST))),
        "tiles": _scene("#f3ece0", "#f3ece0", *tiles),
        "studio": _scene(
            "#fdeecb", "#ecd6a0", '<circle cx="500" cy="84" r="44" fill="#ffc94d"/>',
            _at(170, 248, 0.9, _vase(BLUE, CREAM)), _at(320, 252, 0.7, _bowl(SAGE, MOSS)), _at(470, 246, 0.8, _vase(CLAY)),
        ),
        "kiln": _scene(
            "#2c2320", "#1f1816", _kiln(), _at(294, 278, 0.44, _vase("#b9503a")), _at(350, 282, 0.36, _vase("#7d2f1e"))
        ),
        "slabs": _scene(
            "#e7e2f0", "#cfc6e2", _at(246, 240, 1, '<path fill="#6b4f8f" d="M-66 60-28-130h64L72 60z"/>',
            f'<path fill="{CREAM}" d="M-28-130h64l8 38h-80z"/>'), _at(430, 222, 1.1, _block("#d98a5f", CLAY, RUST)),
        ),
        "mugs": _scene(
            "#f4dccb", "#e5bfa3", _at(244, 240, 1.25, _mug(CREAM, BLUE)), _at(428, 248, 1.05, _mug(SAGE, MOSS)),
            '<path d="M226 130c-10-16 12-24 2-42M260 130c-10-16 12-24 2-42" stroke="#fff" stroke-width="6" fill="none" '
            'stroke-linecap="round" opacity=".8"/>',
        ),
        "visit": _scene("#e9edf6", "#ccd6ea", _screen(), _at(320, 204, 0.66, _vase(CLAY, CREAM))),
        "jars": _scene("#dbe8df", "#c8d8cd", '<path fill="#8a6a4a" d="M0 300h640v16H0z"/>', *jars),
        "handbook": _scene(
            "#dfe9ee", "#c5d6df", _at(250, 190, 1, _sheet(-6, _rows(6))), _at(392, 196, 1, _sheet(7, f'<circle r="38" fill="{CLAY}"/>')),
        ),
        "tools": _scene("#efe6da", "#dccbb4", _tools()),
        "clay": _scene(
            "#f0e6d2", "#e2d2b4", _at(170, 210, 1, _block(CREAM, "#e6d8c2", "#d8c7ac")),
            _at(330, 220, 1, _block("#d98a5f", CLAY, "#a85a34")), _at(490, 210, 1, _block("#6d5a52", SOOT, "#372a25")),
        ),
        "templates": _scene(
            "#e4eefb", "#cbdcf2", _at(230, 186, 1, _sheet(-4, _rows(5, "#a9b6cc"))), _at(392, 122, 1.3, _tile(BLUE)), _at(470, 150, 1, _tile(GOLD)),
        ),
        "raku": _scene("#33211d", "#241613", _flame(212, 246, 2), _flame(440, 250, 1.7), _at(326, 250, 0.95, _vase("#6f7f86", "#2b2b2e"))),
        "slides": _scene(
            "#e3efe8", "#c9ddd2", f'<path fill="{CREAM}" stroke="{SOOT}" stroke-width="8" d="M140 54h360v196H140z"/>',
            _at(240, 172, 0.6, _bowl(CLAY, RUST)), _at(410, 150, 0.62, _rows(5)), _at(320, 262, 0.5, _shadow(300, 90)),
        ),
        "circle": _scene("#241d33", "#1a1527", _ring()),
        "commons": _scene(
            "#efe7da", "#dfd2bf", _at(120, 258, 0.85, _vase(BLUE, CREAM)), _at(268, 262, 0.7, _bowl(SAGE, MOSS)),
            _at(402, 256, 1.05, _vase(CLAY, CREAM)), _at(528, 262, 0.8, _mug(GOLD, SOOT)),
        ),
    }  # fmt: skip


def logo(path: Path, size: int = 192) -> None:
    """The mark: a jar, half filled with sea, on the accent colour. Drawn four times too large, then made small."""
    big = size * 4
    unit = big / 44
    picture = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, big - 1, big - 1), radius=11 * unit, fill=BLUE)
    pen.polygon([(x * unit, y * unit) for x, y in _jar_outline()], fill="white")
    wave = [(x / 10, 25 + 1.5 * _swell(x / 10)) for x in range(100, 341)]
    pen.line([(x * unit, y * unit) for x, y in wave], fill=BLUE, width=round(2.4 * unit), joint="curve")
    picture.resize((size, size), Image.Resampling.LANCZOS).save(path, "PNG", optimize=True)


def _swell(x: float) -> float:
    """Two waves between 10 and 34, by a parabola each half, so that no maths library differs in the last digit."""
    phase = (x - 10) % 12 / 6
    half = phase % 1
    height = 4 * half * (1 - half)
    return -height if phase < 1 else height


def _jar_outline() -> list[tuple[float, float]]:
    left = [(17, 6.5), (17.1, 9.2), (17.4, 12), (17.2, 14.4), (16, 16.6), (13.6, 18.9), (11.4, 21.8), (10.3, 25.3),
            (10.4, 29), (11.3, 32.4), (13, 35), (15.4, 36.7), (18, 37.3)]  # fmt: skip
    return left + [(44 - x, y) for x, y in reversed(left)]
