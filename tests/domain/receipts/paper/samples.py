"""Receipts to draw in tests."""

from typing import Any

from portico.domain.receipts.paper.sheet import Columns, Line, Party, Payment, Sheet, State, Sum

ANA = {
    "template": 1,
    "language": "en",
    "direction": "ltr",
    "at": "2026-11-22T10:00:00Z",
    "document_title": "Receipt SC-00533",
    "title": "Receipt",
    "number": "SC-00533",
    "number_label": "Number",
    "date": "2 May 2026",
    "state": State("Partly refunded", "part"),
    "version_line": "Version 3 of 22 Nov 2026, replaces version 2: name, tax ID",
    "accent": "#2743b8",
    "logo": "",
    "seller": Party("From", ("Saltmarsh Clay B.V.", "Havenkade 18", "8862 AB Harlingen", "VAT NL000099997B24")),
    "buyer": Party("To", ("Atelier Oost", "Ana Osterkamp", "Lange Bierkade 42", "ana@example.com")),
    "purchase": Party("Purchase", ("Spring Starter Bundle", "Bought 2 May 2026, 10:18 CEST")),
    "columns": Columns("What", "Quantity", "VAT", "Amount"),
    "lines": (
        Line("Wheel Throwing Foundations", "Course", "1", "21%", "€149.00"),
        Line("Studio safety handbook", "Download", "1", "9%", "€55.10"),
        Line("Coupon SPRING25", "", "", "21%", "−€25.00"),
    ),
    "sums": (
        Sum("Without VAT", "€148.55", ""),
        Sum("VAT 21% on €103.00", "€21.63", ""),
        Sum("Total paid", "€179.10", "total"),
        Sum("Refund of 11 May 2026", "−€30.10", "refund"),
        Sum("Kept after refund", "€149.00", "kept"),
    ),
    "payment": Payment("Paid by Visa ending 4471 on 2 May 2026.", ("€30.10 went back to the same card.",)),
    "notes": ("Thank you for learning with us.", "Amounts include VAT."),
    "page_label": "Page {page} of {pages}",
}
UNSEEN = {"template", "language", "direction", "at", "document_title", "accent", "logo", "page_label"}


def make_sheet(**changes: Any) -> Sheet:
    return Sheet(**{**ANA, **changes})


def made_out_to(*lines: str, **changes: Any) -> Sheet:
    return make_sheet(buyer=Party("To", lines), **changes)


def shown_texts(sheet: Sheet) -> list[str]:
    """Every text a reader sees, in reading order."""
    return [text for name in ORDER for text in _texts(getattr(sheet, name)) if text]


ORDER = (
    *("title", "number_label", "number", "date", "state", "version_line", "seller", "buyer", "purchase"),
    *("columns", "lines", "sums", "payment", "notes"),
)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    return [text for name, item in vars(value).items() if name != "tone" for text in _texts(item)]
