"""`portico import` behind its arguments: runs the import, draws progress, prints what became of the rows."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from portico.core.history import Actor
from portico.domain.site.queries import find_site

from .contacts import ContactFile
from .reading import count_lines, open_sheet
from .refusals import FileRefused
from .report import Report
from .running import run_import
from .transactions import TransactionFile


def run(
    kind: str,
    path: Path,
    *,
    dry_run: bool,
    chosen: Sequence[str] = (),
    errors: Path | None = None,
    create_offers: bool = False,
) -> int:
    """Import a file; `chosen` are COLUMN=HEADER. Returns the exit code: 0 all taken, 1 some rows refused, 2
    not read.
    """
    if find_site() is None:
        print(_("There is no site yet. Run `portico init` first."), file=sys.stderr)  # noqa: T201 (a command's answer)
        return 2
    console = Console()
    by = Actor("import", label=path.name[:200])
    file: Any = ContactFile(by=by) if kind == "contacts" else TransactionFile(by=by, create_offers=create_offers)
    try:
        report = _run(path, file, dry_run=dry_run, chosen=chosen, errors=errors, console=console)
    except (FileRefused, OSError) as refusal:
        console.print(str(refusal), style="red", markup=False)
        return 2
    _print(report, console, errors=errors, dry_run=dry_run)
    return 1 if report.refused else 0


def _run(
    path: Path, file: Any, *, dry_run: bool, chosen: Sequence[str], errors: Path | None, console: Console
) -> Report:
    mapping = {header: column for column, _sign, header in (each.partition("=") for each in chosen)}
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, transient=True) as progress:
        task = progress.add_task(path.name, total=count_lines(open_sheet(path)))
        return run_import(
            path,
            file,
            dry_run=dry_run,
            mapping=mapping,
            errors=errors,
            progress=lambda report: progress.update(task, completed=report.rows),
        )


def _print(report: Report, console: Console, *, errors: Path | None, dry_run: bool) -> None:
    if dry_run:
        console.print(_("Nothing was written. An import would give:"))
    console.print(report.sentence())
    if report.left_out:
        console.print(_("Columns left out: %(names)s") % {"names": ", ".join(report.left_out)}, markup=False)
    for line, fault in report.examples:
        where = _("line %(line)d") % {"line": line} + (f", {fault.column}" if fault.column else "")
        console.print(f"  {where}: {fault.reason}", markup=False, highlight=False)
    if errors and report.refused:
        console.print(_("All refused rows: %(path)s") % {"path": errors}, markup=False)
