"""Which characters the receipt's fonts have, read from the character maps inside the fonts."""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
"""The fonts that come with the program."""

_FONT_FILES = {".ttf", ".otf", ".ttc", ".otc"}


class Coverage:
    """The set of characters that at least one font of a folder has, as sorted ranges."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Take ranges in any order, both ends included; they may overlap."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, code: int) -> bool:
        """Say whether a font has the character with this number."""
        place = bisect_right(self._starts, code) - 1
        return place >= 0 and code <= self._ends[place]


@lru_cache(maxsize=4)
def font_coverage(extra_fonts: Path | None = None) -> Coverage:
    """Read what our fonts and the extra ones cover, once a process; a broken font counts as empty."""
    folders = [FONTS] if extra_fonts is None else [FONTS, extra_fonts]
    files = [file for folder in folders for file in sorted(folder.rglob("*"))]
    fonts = [file for file in files if file.suffix.lower() in _FONT_FILES]
    return Coverage(found for font in fonts for found in _read_font(font))


def _read_font(file: Path) -> list[tuple[int, int]]:
    data = file.read_bytes()
    try:
        return [found for base in _faces(data) for found in _character_map(data, base)]
    except struct.error:
        return []


def _faces(data: bytes) -> tuple[int, ...]:
    """Find where each face starts; a collection has several."""
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", data, 8)
    return struct.unpack_from(f">{count}I", data, 12)


def _character_map(data: bytes, base: int) -> Iterator[tuple[int, int]]:
    """Read the `cmap` table: formats 4 and 12, the two that fonts for Unicode use."""
    (tables,) = struct.unpack_from(">H", data, base + 4)
    for entry in range(base + 12, base + 12 + 16 * tables, 16):
        tag, _, table, _ = struct.unpack_from(">4sIII", data, entry)
        if tag != b"cmap":
            continue
        (maps,) = struct.unpack_from(">H", data, table + 2)
        offsets = {struct.unpack_from(">I", data, table + 8 + 8 * place)[0] for place in range(maps)}
        for offset in offsets:
            (shape,) = struct.unpack_from(">H", data, table + offset)
            if shape == 12:
                yield from _wide_map(data, table + offset)
            elif shape == 4:
                yield from _narrow_map(data, table + offset)


def _wide_map(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (groups,) = struct.unpack_from(">I", data, at + 12)
    for place in range(groups):
        start, end, glyph = struct.unpack_from(">III", data, at + 16 + 12 * place)
        yield (start + (glyph == 0), end)  # glyph 0 is the box for "missing"


def _narrow_map(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
    hops_at = at + 16 + 3 * double
    hops = struct.unpack_from(f">{count}H", data, hops_at)
    for place, (start, end, delta, hop) in enumerate(zip(starts, ends, deltas, hops, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if hop:
                (glyph,) = struct.unpack_from(">H", data, hops_at + 2 * place + hop + 2 * (code - start))
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield (code, code)
