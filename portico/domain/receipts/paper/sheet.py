"""What stands on a receipt, as finished text in the site's language, and its canonical JSON."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from portico.domain.receipts.paper.parts import Part, read_part, text_length, without_repeats

TEMPLATE_VERSION = 1
"""Raised when the same sheet would be drawn in another way; a kept sheet says which one drew it."""

MAX_TOTAL_TEXT = 100_000
"""Characters in the whole sheet; the worst such sheet (no spaces anywhere) takes about a second to draw."""

_ACCENT = re.compile(r"#[0-9a-f]{6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class State(Part):
    """How the purchase stands now: the badge beside the date."""

    text: str
    tone: Literal["paid", "part", "refunded"]


@dataclass(frozen=True)
class Party(Part):
    """One of the three blocks: seller, buyer, purchase. The first line of seller and buyer is their name."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Columns(Part):
    """The headings of the table of lines."""

    what: str
    quantity: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Line(Part):
    """One row of the table. `note`, `quantity` and `tax` may be empty."""

    text: str
    note: str
    quantity: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Sum(Part):
    """One row below the table."""

    label: str
    amount: str
    tone: Literal["", "total", "refund", "kept"]


@dataclass(frozen=True)
class Payment(Part):
    """How it was paid, and where a refund went."""

    headline: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Sheet(Part):
    """One version of one receipt.

    `at` is the instant of this version as UTC text (`2026-05-02T08:18:00Z`), the date inside the PDF.
    `logo` is the key of the stored file; it and `version_line` may be empty, meaning none.
    `accent` is `#rrggbb` in small letters. `page_label` holds `{page}` and `{pages}`.
    """

    template: int
    language: str
    direction: Literal["ltr", "rtl"]
    at: str
    document_title: str
    title: str
    number: str
    number_label: str
    date: str
    state: State
    version_line: str
    accent: str
    logo: str
    seller: Party
    buyer: Party
    purchase: Party
    columns: Columns
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    payment: Payment
    notes: tuple[str, ...]
    page_label: str

    def __post_init__(self) -> None:
        """Refuse, besides wrong types, a template we cannot draw and values the drawing relies on."""
        super().__post_init__()
        if not 1 <= self.template <= TEMPLATE_VERSION:
            raise ValueError(f"template {self.template} is not known")
        if not _ACCENT.fullmatch(self.accent):
            raise ValueError("accent is not #rrggbb in small letters")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError("language is not a language code")
        if not all(map(_is_readable, (self.document_title, self.title, self.number))):
            raise ValueError("a receipt has a title and a number")
        if text_length(asdict(self)) > MAX_TOTAL_TEXT:
            raise ValueError(f"the sheet holds more than {MAX_TOTAL_TEXT} characters")
        instant(self.at)


def _is_readable(text: str) -> bool:
    return any(char.isprintable() and not char.isspace() for char in text)


def instant(text: str) -> datetime:
    """Read the `at` of a sheet. ValueError when it is no instant or not in UTC."""
    at = datetime.fromisoformat(text)
    if at.utcoffset() != timedelta(0):
        raise ValueError("at is not in UTC")
    return at


def to_json(sheet: Sheet) -> bytes:
    """Write the sheet so that equal sheets give equal bytes: sorted keys, UTF-8, no spaces."""
    return json.dumps(asdict(sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_json(data: bytes) -> Sheet:
    """Read what `to_json` wrote. ValueError for a key missing, unknown or twice, or a value out of bounds."""
    try:
        tree = json.loads(data.decode(), object_pairs_hook=without_repeats)
    except RecursionError as error:
        raise ValueError("the sheet is nested too deep") from error
    return read_part(tree, Sheet)
