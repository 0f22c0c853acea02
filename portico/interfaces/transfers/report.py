"""What became of the rows: counts, and the file of refused rows with the reasons."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self, TextIO

from django.utils.translation import gettext as _

from .cells import inert
from .refusals import Fault

# A page or a terminal shows a few; the error file has them all.
EXAMPLES: Final = 20
# What stands before the row in an error file. Not translated: read back, these columns are passed over.
OWN_COLUMNS: Final = ("refused_line", "refused_column", "refused_reason")


@dataclass
class Report:
    """Counts of rows. `stopped` is the sentence about where reading broke off, empty when the file was read
    whole.
    """

    created: int = 0
    changed: int = 0
    left: int = 0
    refused: int = 0
    stopped: str = ""
    left_out: tuple[str, ...] = ()
    examples: list[tuple[int, Fault]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows judged so far."""
        return self.created + self.changed + self.left + self.refused

    def refuse(self, line: int, faults: Sequence[Fault]) -> None:
        """One more refused row, with its reasons."""
        self.refused += 1
        if len(self.examples) < EXAMPLES:
            self.examples += [(line, fault) for fault in faults]

    def sentence(self) -> str:
        """The counts as a person reads them."""
        words = {name: f"{getattr(self, name):,}" for name in ("created", "changed", "left", "refused")}
        return _("%(created)s created, %(changed)s changed, %(left)s left as they are, %(refused)s refused.") % words


class ErrorFile:
    """A CSV file with the refused rows as they were, and in front of them line, column and reason.

    Made when the first row is refused, so a clean import leaves no file. Every cell is inert in a
    spreadsheet; the file can be mended and imported as it is.
    """

    def __init__(self, path: Path | None, headers: Sequence[str]) -> None:
        self.path = path
        self._skip = len(OWN_COLUMNS) if tuple(headers[: len(OWN_COLUMNS)]) == OWN_COLUMNS else 0
        self._headers = headers[self._skip :]
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, line: int, faults: Sequence[Fault], cells: Sequence[str]) -> None:
        """Write one refused row."""
        if self.path is None:
            return
        columns = ", ".join(fault.column for fault in faults if fault.column)
        reasons = " ".join(fault.reason for fault in faults)
        row = [str(line), columns, reasons, *cells[self._skip :]]
        self._writer(self.path).writerow([inert(cell) for cell in row])

    def _writer(self, path: Path) -> Any:
        if self._file is None:
            # The mark at the beginning makes Excel read the file as UTF-8.
            self._file = path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow([inert(cell) for cell in (*OWN_COLUMNS, *self._headers)])
        return csv.writer(self._file)
