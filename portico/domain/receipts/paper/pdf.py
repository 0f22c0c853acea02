"""The sheet as PDF: tagged, PDF/A-2a and PDF/UA-1, the same bytes for the same sheet.

That holds for one version of typst and of the fonts; what was handed out is therefore kept, not drawn again.
"""

import json
import threading
import unicodedata
from dataclasses import asdict
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import typst

from portico.domain.receipts.paper.coverage import FONTS, font_coverage
from portico.domain.receipts.paper.scripts import uncovered
from portico.domain.receipts.paper.sheet import Sheet, instant

_ROOT = Path(__file__).parent
_TEMPLATE = _ROOT / "receipt.typ"
# Tried in this order for each letter; Latin first, so that digits and signs look the same in every language.
_FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Droid Sans Fallback",
    "NanumSquare",
)
_BREAKING = {"Cc", "Zl", "Zp"}  # control signs and separators of lines; a line of the sheet stays one line
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LOGO_FORMATS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}

_this_thread = threading.local()  # a compiler used by two threads at once raises "Already borrowed"


def render_pdf(sheet: Sheet, *, logo: bytes | None = None, extra_fonts: Path | None = None) -> bytes:
    """Draw the sheet as a PDF of A4 pages.

    `logo`: a PNG, JPEG or WebP that we encoded ourselves; another format is a ValueError.
    `extra_fonts`: a folder of fonts for scripts that ours lack. A character that no font has prints as
    the replacement sign, because both standards forbid one without a shape.
    Safe in threads. Reads nothing but the template and the fonts.
    """
    data = {
        "sheet": _printable(asdict(sheet), extra_fonts),
        "logo": None if logo is None else _logo(logo, sheet),
        "fonts": _families(extra_fonts),
    }
    pdf = _compiler(extra_fonts).compile(
        format="pdf",
        # never left out: a kept compiler would draw the sheet before this one again
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=instant(sheet.at).astimezone(UTC),  # the day of printing would change the bytes
    )
    return cast("bytes", pdf)


def _compiler(extra_fonts: Path | None) -> typst.Compiler:
    kept: dict[Path | None, typst.Compiler] = _this_thread.__dict__.setdefault("compilers", {})
    if extra_fonts not in kept:
        kept[extra_fonts] = typst.Compiler(input=_TEMPLATE, root=_ROOT, font_paths=_fonts(extra_fonts))
    return kept[extra_fonts]


@lru_cache(maxsize=4)
def _fonts(extra_fonts: Path | None) -> typst.Fonts:
    folders = [FONTS] if extra_fonts is None else [FONTS, extra_fonts]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=4)
def _families(extra_fonts: Path | None) -> tuple[str, ...]:
    return _FAMILIES + tuple(sorted(set(_fonts(extra_fonts).families()) - set(_FAMILIES)))


def _logo(logo: bytes, sheet: Sheet) -> dict[str, Any]:
    form = next((form for start, form in _LOGO_FORMATS.items() if logo.startswith(start)), None)
    if form is None:
        raise ValueError("the logo is no PNG, JPEG or WebP")
    name = sheet.seller.lines[0].strip() if sheet.seller.lines else ""
    return {"format": form, "alt": name or sheet.title, "bytes": list(logo)}


def _printable(value: Any, extra_fonts: Path | None) -> Any:
    """Replace what the standards forbid in the texts of the sheet: shapeless characters, control signs."""
    if isinstance(value, dict):
        return {name: _printable(item, extra_fonts) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(item, extra_fonts) for item in value]
    return _printable_text(value, extra_fonts) if isinstance(value, str) else value


def _printable_text(text: str, extra_fonts: Path | None) -> str:
    if text.isascii() and text.isprintable():
        return text
    signs: dict[str, str | int | None] = dict.fromkeys(uncovered(text, font_coverage(extra_fonts)), _REPLACEMENT)
    signs |= {char: " " for char in text if unicodedata.category(char) in _BREAKING or char == "\ufeff"}
    return text.translate(str.maketrans(signs))
