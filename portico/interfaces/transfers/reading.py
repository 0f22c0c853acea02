"""Reads a CSV file as a stream: separators, quoting, limits. Knows nothing about what the columns mean."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from django.utils.translation import gettext as _

from .cells import plain
from .encodings import encoding_of
from .refusals import FileRefused, ReadingStopped

MAX_COLUMNS: Final = 300
# The longest field we store is a note-like text of a few thousand letters; a longer cell is a broken file.
MAX_CELL_CHARS: Final = 10_000
# A quote that is never closed swallows the rest of the file into one record. This bounds what that costs.
MAX_RECORD_CHARS: Final = 100_000
SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be read: how, and the names of its columns in order."""

    path: Path
    encoding: str
    separator: str
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `number` is the line of the file on which it ends; `cells` are as many as the headers.

    `problem` says what is wrong with its shape; its cells are then not to be used.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""


def open_sheet(path: Path) -> Sheet:
    """Look at the file: encoding, separator, header. Raises `FileRefused` when it is no usable CSV file."""
    encoding = encoding_of(path)
    with _open(path, encoding) as file:
        first, separator = _first_line(file)
    separator = separator or max(SEPARATORS, key=lambda each: len(_split(first, each)))
    sheet = Sheet(path, encoding, separator, ())
    with _open(path, encoding) as file:
        record = next(_records(file, sheet), None)
    headers = tuple(name.strip() for name in record[1]) if record else ()
    _check_headers(headers)
    return Sheet(path, encoding, separator, headers)


def read_lines(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header, one at a time; blank ones are passed over.

    Raises `ReadingStopped` where the file's quoting breaks: rows already given out are good.
    """
    with _open(sheet.path, sheet.encoding) as file:
        records = _records(file, sheet)
        next(records)
        for number, cells in records:
            if any(cell.strip() for cell in cells):
                yield _line(number, cells, len(sheet.headers))


def count_lines(sheet: Sheet) -> int:
    """About how many rows the file has, for a progress bar: line ends, so cells with line ends count more."""
    with sheet.path.open("rb") as file:
        ends = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return max(ends, 1)


def _line(number: int, cells: list[str], width: int) -> Line:
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    if len(cells) != width:
        return Line(
            number,
            tuple(cells),
            _("The row has %(have)d cells, the header has %(want)d.") % {"have": len(cells), "want": width},
        )
    if any(len(cell) > MAX_CELL_CHARS for cell in cells):
        return Line(number, (), _("A cell is longer than %(max)d characters.") % {"max": MAX_CELL_CHARS})
    if any("\ufffd" in cell for cell in cells):
        return Line(number, tuple(cells), _("The row has characters that cannot be read."))
    return Line(number, tuple(plain(cell.strip()) for cell in cells))


def _open(path: Path, encoding: str) -> TextIO:
    # newline="" leaves line ends to the csv module, which must see those inside quotes.
    return path.open(encoding=encoding, newline="", errors="replace")


def _records(file: TextIO, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    guard = _Guard(file)
    reader = csv.reader(guard, delimiter=sheet.separator, strict=True)
    while True:
        started_at = reader.line_num + 1
        guard.start_record(started_at)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(started_at) from error
        if started_at == 1 and _is_hint(sheet.separator.join(cells)):
            continue
        yield reader.line_num, cells


def _unreadable(line: int) -> ReadingStopped:
    return ReadingStopped(
        "bad_quotes",
        _("Line %(line)d cannot be read: a quote is opened and not closed. Nothing after it was read.")
        % {"line": line},
        line=line,
    )


class _Guard:
    """Hands the csv module one bounded line after another."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._chars = 0
        self._line = 1

    def start_record(self, line: int) -> None:
        self._chars = 0
        self._line = line

    def __iter__(self) -> "_Guard":
        return self

    def __next__(self) -> str:
        text = self._file.readline(MAX_RECORD_CHARS + 1)
        if not text:
            raise StopIteration
        self._chars += len(text)
        if self._chars > MAX_RECORD_CHARS:
            raise _unreadable(self._line)
        return text


def _first_line(file: TextIO) -> tuple[str, str]:
    """The header line, and the separator when Excel's `sep=` line names it."""
    first = file.readline(MAX_RECORD_CHARS).strip("\r\n")
    if _is_hint(first):
        named = "\t" if first.endswith("\t") else first.strip().strip('"')[len("sep=") :][:1]
        return file.readline(MAX_RECORD_CHARS).strip("\r\n"), named if named in SEPARATORS else ""
    return first, ""


def _is_hint(line: str) -> bool:
    plain_line = line.strip().strip('"').lower()
    return plain_line.startswith("sep=") and len(plain_line) <= len("sep=;")


def _split(text: str, separator: str) -> list[str]:
    return next(csv.reader([text], delimiter=separator), [])


def _check_headers(headers: tuple[str, ...]) -> None:
    if not any(headers):
        raise FileRefused("no_header", _("The first line has no column names."))
    if len(headers) > MAX_COLUMNS:
        raise FileRefused("too_many_columns", _("The file has more than %(max)d columns.") % {"max": MAX_COLUMNS})
    seen: set[str] = set()
    for name in headers:
        folded = name.casefold()
        if folded and folded in seen:
            raise FileRefused(
                "duplicate_header",
                _("The column “%(name)s” is there twice. Rename or remove one of them.") % {"name": name},
            )
        seen.add(folded)
    if any(not name.isprintable() for name in headers):
        raise FileRefused("not_a_csv", _("This is not a CSV file: its first line is not text."))
