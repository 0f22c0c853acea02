"""Portraits of the demo's people, and for one of them a bowl: drawn from a few shapes with Pillow. All our own."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

SIDE = 320
FINER = 3  # drawn so much larger, then made small: smooth edges


@dataclass(frozen=True)
class Face:
    """Colours of one portrait; `hair` is one of the shapes below."""

    wall: str
    skin: str
    hair_colour: str
    hair: str
    shirt: str
    glasses: bool = False
    beard: bool = False


FACES = {
    "mireille@osterkamp.example": Face("#c6d2ec", "#f0c9a8", "#7a3b22", "long", "#2743b8"),
    "priyanka@sethuram.example": Face("#f6dfae", "#b97f56", "#231815", "bun", "#93502f"),
    "h.brekkhus@fjordpost.example": Face("#cfe3d8", "#f3d3b8", "#c9c4ba", "short", "#3f5f52", beard=True),
    "yusra@atlasclay.example": Face("#f4d9cc", "#c98f66", "#5f8f78", "scarf", "#5f8f78"),
    "jonah@weatherlake.example": Face("#dcd6ee", "#8d5a3b", "#1d1512", "short", "#dba94a", glasses=True),
    "saoirse@quillivan.example": Face("#d5e8ef", "#f7d9c4", "#b4512b", "bob", "#4a2f27"),
    "dagny@saltmarsh.example": Face("#f1e4cf", "#f2cdb0", "#d8a85c", "bun", "#1d2f80", glasses=True),
}
POT = "petra@lindqvane.example"


def _oval(pen: ImageDraw.ImageDraw, x: float, y: float, wide: float, high: float, colour: str) -> None:
    """An ellipse around (x, y), in hundredths of the side."""
    unit = SIDE * FINER / 100
    pen.ellipse([(x - wide) * unit, (y - high) * unit, (x + wide) * unit, (y + high) * unit], fill=colour)


def _box(pen: ImageDraw.ImageDraw, x: float, y: float, right: float, bottom: float, colour: str) -> None:
    unit = SIDE * FINER / 100
    pen.rounded_rectangle([x * unit, y * unit, right * unit, bottom * unit], radius=4 * unit, fill=colour)


def _behind(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """Hair that is behind the head."""
    if face.hair == "long":
        _oval(pen, 50, 42, 27, 27, face.hair_colour)
        _box(pen, 23, 42, 77, 78, face.hair_colour)
    elif face.hair == "bob":
        _oval(pen, 50, 43, 26, 26, face.hair_colour)
        _box(pen, 24, 43, 76, 60, face.hair_colour)
    elif face.hair == "bun":
        _oval(pen, 50, 15, 11, 10, face.hair_colour)
        _oval(pen, 50, 40, 24, 24, face.hair_colour)
    elif face.hair == "scarf":
        _oval(pen, 50, 46, 28, 32, face.hair_colour)
        _box(pen, 26, 55, 74, 84, face.hair_colour)
    else:
        _oval(pen, 50, 38, 24, 22, face.hair_colour)


def _front(pen: ImageDraw.ImageDraw, face: Face) -> None:
    """Hair over the forehead, then what the face has."""
    unit = SIDE * FINER / 100
    if face.hair != "scarf":
        over = [29 * unit, 21 * unit, 71 * unit, 61 * unit]
        pen.chord(over, 192, 348, fill=face.hair_colour)
    for x in (42, 58):
        _oval(pen, x, 48, 1.9, 2.3, "#2b211d")
        if face.glasses:
            pen.ellipse([(x - 6) * unit, 42 * unit, (x + 6) * unit, 54 * unit], outline="#2b211d", width=round(unit))
    if face.glasses:
        pen.line([48 * unit, 48 * unit, 52 * unit, 48 * unit], fill="#2b211d", width=round(unit))
    if face.beard:
        pen.chord([31 * unit, 34 * unit, 69 * unit, 74 * unit], 15, 165, fill=face.hair_colour)
    pen.arc([43 * unit, 50 * unit, 57 * unit, 61 * unit], 25, 155, fill="#8c3f35", width=round(1.3 * unit))


def portrait(face: Face) -> Image.Image:
    """Wall, hair behind, shoulders, neck, head, hair in front."""
    picture = Image.new("RGB", (SIDE * FINER, SIDE * FINER), face.wall)
    pen = ImageDraw.Draw(picture)
    _behind(pen, face)
    _oval(pen, 50, 104, 38, 27, face.shirt)
    _box(pen, 42, 60, 58, 82, face.skin)
    _oval(pen, 50, 47, 20, 24, face.skin)
    _front(pen, face)
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def pot() -> Image.Image:
    """Not everybody shows their face."""
    picture = Image.new("RGB", (SIDE * FINER, SIDE * FINER), "#e7e2f0")
    pen = ImageDraw.Draw(picture)
    unit = SIDE * FINER / 100
    _box(pen, -5, 70, 105, 105, "#cfc6e2")
    pen.pieslice([18 * unit, 8 * unit, 82 * unit, 78 * unit], 0, 180, fill="#c8744a")
    _oval(pen, 50, 43, 32, 7, "#93502f")
    _box(pen, 38, 74, 62, 80, "#93502f")
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def write(folder: Path) -> None:
    """One PNG a person, named by their address."""
    folder.mkdir(exist_ok=True)
    for email, picture in {**{email: portrait(face) for email, face in FACES.items()}, POT: pot()}.items():
        picture.quantize(64).save(folder / f"{email}.png", "PNG", optimize=True)
