"""What is measured without a server: the PDF, the search. Django has to be started."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.places import Size
from bench.sales import FIRST_SAVER, RECEIPT, first_receipt, uid

# Each from 3 to 8 letters: of common and of rare words, of names that lie together, of what most people share, of none.
WORDS = ("anderson", "vandermann", "fatima ", "quetzalcoatl", "potmail.", ".example", "zyxwvuts", "oluwaseun", "kittel")
LENGTHS = range(3, 9)
PDFS = 12


def search() -> dict[str, Any]:
    """The office list for each fragment: median, worst, and by length. In milliseconds."""
    from portico.domain.contacts.lists import contact_page

    took: dict[str, float] = {}
    for word, length in itertools.product(WORDS, LENGTHS):
        fragment = word[:length]
        if fragment in took or len(fragment.strip()) < min(LENGTHS):
            continue
        took[fragment] = min(_milliseconds(contact_page, fragment) for _ in range(3))
    worst = max(took, key=lambda fragment: took[fragment])
    lengths = {
        str(length): statistics.median(ms for fragment, ms in took.items() if len(fragment) == length)
        for length in LENGTHS
    }
    return {
        "median_ms": statistics.median(took.values()), "worst_ms": took[worst], "worst": worst, "by_length_ms": lengths,
        "first_page_ms": min(_milliseconds(contact_page) for _ in range(3)),
    }  # fmt: skip


def pdf(size: Size) -> dict[str, Any]:
    """Drawing a sheet against typst alone with the same sheet; and a first hand-out whole: versions, sheet, keeping."""
    from portico.domain.receipts.access import find_receipt
    from portico.domain.receipts.handing_out import hand_out_page, hand_out_pdf
    from portico.domain.receipts.models import HandedOut
    from portico.domain.receipts.paper.pdf import render_pdf

    start = first_receipt(FIRST_SAVER + 20, size)
    receipts = [find_receipt(uid(RECEIPT, start + place)) for place in range(3 * PDFS)]
    HandedOut.objects.filter(receipt_id__in=[receipt.id for receipt in receipts]).delete()
    draw = _bare_renderer()
    rounds = []
    # a receipt each, because typst remembers what it has drawn before
    for drawn, bare, handed_out in zip(*[iter(receipts)] * 3, strict=True):
        sheet, other_sheet = hand_out_page(drawn).sheet, hand_out_page(bare).sheet
        ours, theirs = _milliseconds(render_pdf, sheet), _milliseconds(draw, other_sheet)
        rounds.append((ours, theirs, _milliseconds(hand_out_pdf, handed_out)))
    del rounds[0]  # it opens the fonts
    return {
        "product_ms": statistics.median(ours for ours, _, _ in rounds),
        "bare_ms": statistics.median(theirs for _, theirs, _ in rounds),
        "ratio": statistics.median(ours / theirs for ours, theirs, _ in rounds),
        "first_hand_out_ms": statistics.median(whole for _, _, whole in rounds),
        "first_hand_out_ratio": statistics.median(whole / theirs for _, theirs, whole in rounds),
    }


def _bare_renderer() -> Callable[[Any], bytes]:
    """typst alone: one kept compiler, the sheet as it is, none of the product's care for its texts."""
    import json
    from dataclasses import asdict
    from datetime import datetime

    import typst

    from portico.domain.receipts.paper import pdf
    from portico.domain.receipts.paper.coverage import FONTS

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = typst.Compiler(input=pdf._TEMPLATE, root=pdf._ROOT, font_paths=fonts)

    def draw(sheet: Any) -> bytes:
        data = json.dumps({"sheet": asdict(sheet), "logo": None, "fonts": pdf._FAMILIES})
        return compiler.compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromisoformat(sheet.at),
        )  # fmt: skip

    return draw


def _milliseconds(act: Callable[..., Any], *values: Any) -> float:
    started = time.perf_counter()
    act(*values)
    return (time.perf_counter() - started) * 1000
