"""What stands on a receipt, as finished text in the site's language, and its canonical JSON."""

import json
import re
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

TEMPLATE_VERSION = 1
"""Raised when the same sheet would be drawn in another way; a kept sheet says which one drew it."""

MAX_TEXT = 2_000
"""Characters in one string: far past any real name or note, and a PDF of such strings still takes a blink."""

MAX_ITEMS = 1_000
"""Entries in one list (lines, sums, notes): about seventy pages."""

MAX_TOTAL_TEXT = 100_000
"""Characters in the whole sheet; the worst such sheet (no spaces anywhere) takes about a second to draw."""

_ACCENT = re.compile(r"#[0-9a-f]{6}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


class _Part:
    """A piece of the sheet: checks its own fields when it is made, so that no bad piece exists."""

    def __post_init__(self) -> None:
        """Refuse a field of the wrong type or past its bound with ValueError."""
        for name, kind in _field_types(type(self)).items():
            _check(name, getattr(self, name), kind)


@dataclass(frozen=True)
class State(_Part):
    """How the purchase stands now: the badge beside the date."""

    text: str
    tone: Literal["paid", "part", "refunded"]


@dataclass(frozen=True)
class Party(_Part):
    """One of the three blocks: seller, buyer, purchase. The first line of seller and buyer is their name."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Columns(_Part):
    """The headings of the table of lines."""

    what: str
    quantity: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Line(_Part):
    """One row of the table. `note`, `quantity` and `tax` may be empty."""

    text: str
    note: str
    quantity: str
    tax: str
    amount: str


@dataclass(frozen=True)
class Sum(_Part):
    """One row below the table."""

    label: str
    amount: str
    tone: Literal["", "total", "refund", "kept"]


@dataclass(frozen=True)
class Payment(_Part):
    """How it was paid, and where a refund went."""

    headline: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Sheet(_Part):
    """One version of one receipt.

    `at` is the instant of this version as UTC text (`2026-05-02T08:18:00Z`), the date inside the PDF. `logo` is the
    key of the stored file and `version_line` may be empty, both meaning none. `accent` is `#rrggbb` in small letters.
    `page_label` holds `{page}` and `{pages}`.
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
        if not self.document_title.strip() or not self.number.strip():
            raise ValueError("a receipt has a title and a number")
        if _text_length(asdict(self)) > MAX_TOTAL_TEXT:
            raise ValueError(f"the sheet holds more than {MAX_TOTAL_TEXT} characters")
        instant(self.at)


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
    """Read what `to_json` wrote. ValueError when a key is missing, unknown or twice, or a value does not fit."""
    try:
        tree = json.loads(data.decode(), object_pairs_hook=_without_repeats)
    except RecursionError as error:
        raise ValueError("the sheet is nested too deep") from error
    sheet: Sheet = _read(tree, Sheet)
    return sheet


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise ValueError("a key stands twice")
    return tree


def _read(value: Any, kind: Any) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise ValueError("a list was expected")
        return tuple(_read(item, get_args(kind)[0]) for item in value)
    if not is_dataclass(kind):
        return value
    types = _field_types(kind)
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise ValueError(f"{getattr(kind, '__name__', kind)} has missing or unknown keys")
    return kind(**{name: _read(value[name], types[name]) for name in types})  # type: ignore[operator]


_KNOWN_TYPES: dict[type, dict[str, Any]] = {}


def _field_types(part: Any) -> dict[str, Any]:
    """Give the types of a part's fields; kept, because reading annotations costs more than the checks."""
    if part not in _KNOWN_TYPES:
        hints = get_type_hints(part)
        _KNOWN_TYPES[part] = {field.name: hints[field.name] for field in fields(part)}
    return _KNOWN_TYPES[part]


def _check(name: str, value: object, kind: Any) -> None:
    if get_origin(kind) is tuple:
        if not isinstance(value, tuple) or len(value) > MAX_ITEMS:
            raise ValueError(f"{name} is no tuple of at most {MAX_ITEMS}")
        for item in value:
            _check(name, item, get_args(kind)[0])
    elif get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{name} is none of {get_args(kind)}")
    elif type(value) is not kind:  # exactly: neither True for 1 nor a lazy translation for a text
        raise ValueError(f"{name} is not of type {kind.__name__}")
    elif isinstance(value, str):
        _check_text(name, value)


def _text_length(value: Any) -> int:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return sum(map(_text_length, value))
    return len(value) if isinstance(value, str) else 0


def _check_text(name: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise ValueError(f"{name} is longer than {MAX_TEXT} characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{name} holds half a character") from error
