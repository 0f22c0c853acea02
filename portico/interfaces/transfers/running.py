"""Runs an import: reads, judges and writes a file batch by batch, and tells what became of each row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from django.db import IntegrityError
from django.utils.translation import gettext as _

from .headers import Columns, match_columns
from .reading import Line, Sheet, open_sheet, read_lines
from .refusals import Fault, ReadingStopped, RowRefused
from .report import ErrorFile, Report
from .scratch import Scratch

# One transaction a batch: small enough that others who write wait a moment only, large enough to be fast.
BATCH_ROWS: Final = 500

Progress = Callable[[Report], None]
Row = TypeVar("Row")


class WriteOutcome(Protocol):
    """What became of one row in the domain: created, changed, left or refused, and why."""

    @property
    def kind(self) -> str: ...
    @property
    def faults(self) -> Mapping[str, str]: ...


class Kind(Protocol[Row]):
    """One kind of file: its columns, what a row of it means, and the domain's action behind it."""

    columns: Mapping[str, Sequence[str]]
    required: Sequence[str]

    def read(self, cells: Mapping[str, str]) -> Row:
        """A row in the domain's words. Raises RowRefused."""

    def keys(self, row: Row) -> Sequence[tuple[str, str]]:
        """(column, value) of what may stand in the file once."""

    def write(self, rows: Sequence[Row], *, dry_run: bool, scratch: Scratch) -> Sequence[WriteOutcome]:
        """Hand the rows to the domain, in one transaction."""


@dataclass(frozen=True, slots=True)
class _Read(Generic[Row]):
    line: Line
    row: Row


def run_import(
    path: Path,
    kind: Kind[Row],
    *,
    dry_run: bool = False,
    mapping: Mapping[str, str] | None = None,
    errors: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Import a CSV file. Raises `FileRefused` when it cannot be used at all; wrong rows are in the report.

    `mapping` is the file's column to ours. `errors` is where the refused rows go. A dry run gives the same
    counts and writes nothing but that file. Stopped in the middle, the batches that are done stay; running
    the same file again leaves them and goes on.
    """
    sheet = open_sheet(path)
    columns = match_columns(sheet.headers, kind.columns, required=kind.required, mapping=mapping)
    report = Report(left_out=columns.left_out)
    with Scratch() as scratch, ErrorFile(errors, sheet.headers) as error_file:
        job = _Job(kind, columns, report, error_file, scratch, dry_run=dry_run)
        for batch in _batches(sheet, report, error_file):
            job.run(batch)
            if progress:
                progress(report)
    return report


def _batches(sheet: Sheet, report: Report, error_file: ErrorFile) -> Iterator[list[Line]]:
    batch: list[Line] = []
    try:
        for line in read_lines(sheet):
            batch.append(line)
            if len(batch) == BATCH_ROWS:
                yield batch
                batch = []
    except ReadingStopped as stop:
        if batch:
            yield batch
        report.stopped = stop.message
        report.refuse(stop.line, [Fault("", stop.message)])
        error_file.add(stop.line, [Fault("", stop.message)], ())
        return
    if batch:
        yield batch


class _Job(Generic[Row]):
    """The parts that every batch needs."""

    def __init__(
        self,
        kind: Kind[Row],
        columns: Columns,
        report: Report,
        error_file: ErrorFile,
        scratch: Scratch,
        *,
        dry_run: bool,
    ) -> None:
        self.kind, self.columns, self.report = kind, columns, report
        self.error_file, self.scratch, self.dry_run = error_file, scratch, dry_run

    def run(self, lines: Sequence[Line]) -> None:
        """Judge and write one batch."""
        readable = []
        for line in lines:
            try:
                readable.append(self._read(line))
            except RowRefused as refusal:
                self._refuse(line, refusal.faults)
        for read, outcome in zip(readable, self._write([each.row for each in readable]), strict=True):
            if outcome.kind == "refused":
                self._refuse(read.line, [Fault(column, reason) for column, reason in outcome.faults.items()])
            elif outcome.kind == "created":
                self.report.created += 1
            elif outcome.kind == "changed":
                self.report.changed += 1
            else:
                self.report.left += 1

    def _read(self, line: Line) -> _Read[Row]:
        if line.problem:
            raise RowRefused(Fault("", line.problem))
        row = self.kind.read(self.columns.pick(line.cells))
        for column, value in self.kind.keys(row):
            first = self.scratch.first_line(f"{column} {value}", line.number)
            if first != line.number:
                raise RowRefused(Fault(column, _("The same as on line %(line)d of this file.") % {"line": first}))
        return _Read(line, row)

    def _write(self, rows: Sequence[Row]) -> Sequence[WriteOutcome]:
        try:
            return self.kind.write(rows, dry_run=self.dry_run, scratch=self.scratch)
        except IntegrityError:
            # Somebody wrote the same thing between our look and our write. One row at a time finds which.
            return [self._write_one(row) for row in rows]

    def _write_one(self, row: Row) -> WriteOutcome:
        try:
            return self.kind.write([row], dry_run=self.dry_run, scratch=self.scratch)[0]
        except IntegrityError:
            return _Collided()

    def _refuse(self, line: Line, faults: Sequence[Fault]) -> None:
        self.report.refuse(line.number, faults)
        self.error_file.add(line.number, faults, line.cells)


class _Collided:
    """A row that somebody else wrote at the same moment."""

    kind = "refused"

    @property
    def faults(self) -> Mapping[str, str]:
        return {"": _("Somebody changed the same thing at this moment. Import the row again.")}
