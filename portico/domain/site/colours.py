"""Contrast of the owner's accent colour (WCAG 2.2, 1.4.3: 4.5 to 1 for text)."""

from __future__ import annotations

import re

NEEDED = 4.5
LIGHT_INK = "#ffffff"
DARK_INK = "#1d1a12"
_HEX = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Whether the text is a colour as we store it: # and six lower-case hex digits."""
    return _HEX.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        parts.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(accent: str) -> str:
    """The text colour to put on an accent: white or near-black, whichever contrasts more."""
    return LIGHT_INK if contrast(accent, LIGHT_INK) >= contrast(accent, DARK_INK) else DARK_INK
