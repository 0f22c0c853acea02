"""Which scripts of a text would not print, because no font has them."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from portico.domain.receipts.paper.coverage import Coverage, font_coverage

_SILENT = {"Cc", "Zs", "Zl", "Zp"}  # nothing is drawn for these, so no font needs them
_OGHAM_SPACE = "\u1680"  # the one space that is drawn
# Joiners, marks of direction, variation selectors and the like: Unicode's Default_Ignorable_Code_Point.
_IGNORED = (
    *(
        range(0xAD, 0xAE),
        range(0x61C, 0x61D),
        range(0x180E, 0x180F),
        range(0x200B, 0x2010),
        range(0x202A, 0x202F),
    ),
    *(range(0x2060, 0x2070), range(0xFE00, 0xFE10), range(0xFEFF, 0xFF00), range(0x1BCA0, 0x1BCA4)),
    *(range(0x1D173, 0x1D17B), range(0xE0000, 0xE1000)),
)
# The words after which a character's name no longer speaks of its script.
_NAME_STOPS = {
    *("LETTER", "SYLLABLE", "SYLLABLES", "SYLLABICS", "IDEOGRAPH", "RADICAL", "LIGATURE", "CAPITAL", "SMALL"),
    *("VOWEL", "CONSONANT", "TONE", "SIGN", "MARK", "DIGIT", "NUMBER"),
}
_NAME_WIDTHS = {"HALFWIDTH", "FULLWIDTH"}
_HAN = ("Cjk", "Ideographic")  # the names speak of Chinese, Japanese and Korean, the script is called Han


def uncovered_scripts(texts: Iterable[str], extra_fonts: Path | None = None) -> dict[str, int]:
    """Count the texts that hold a character without a font, by the script of that character.

    `{"Tamil": 12, "Symbols": 3}`: twelve texts have Tamil that would not print, three a symbol or emoji.
    """
    coverage = font_coverage(extra_fonts)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({script_name(char) for char in uncovered(text, coverage)})
    return dict(counts)


def uncovered(text: str, coverage: Coverage) -> set[str]:
    """Give the visible characters of a text that no font has."""
    return {char for char in set(text) if ord(char) not in coverage and is_visible(char)}


def is_visible(char: str) -> bool:
    """Say whether a font draws anything for this character (a space, a joiner, a control sign: no)."""
    code = ord(char)
    if unicodedata.category(char) in _SILENT:
        return char == _OGHAM_SPACE
    return not any(code in span for span in _IGNORED)


def script_name(char: str) -> str:
    """Name the script of a character, from its Unicode name; signs and emoji are `Symbols`."""
    category = unicodedata.category(char)
    if category in {"Co", "Cn", "Cs"}:
        return "Unassigned"
    if category[0] in "SPNZC" and category not in {"Nd", "Nl"}:
        return "Symbols"
    words = unicodedata.name(char, "UNKNOWN").split("-")[0].split()
    if words[0] in _NAME_WIDTHS:
        del words[0]
    ends = [place for place, word in enumerate(words) if place and word in _NAME_STOPS]
    name = " ".join(words[: ends[0]] if ends else words[:1]).title()
    return "Han" if name.startswith(_HAN) else name
