"""Findings in the database and in the work that runs on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portico.config.cli.findings import Finding, counted, error, warning
from portico.core import clock

WORKER_MISSED_AFTER = timedelta(minutes=2)
PRINTED_FIELDS = ("full_name", "company", "line1", "line2", "city_area", "city", "region")


def of_the_database() -> Iterator[Finding]:
    """Whether the database answers and fits this version. When it does not, nothing else can be asked."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        yield error(f"The database does not answer ({type(fault).__name__}). Is DATABASE_URL right?")
        return
    if pending:
        steps = counted(len(pending), "step")
        yield error(f"The database is older than this version ({steps}). Run `portico migrate`.")


def of_the_site() -> Iterator[Finding]:
    """What the data themselves show: no site yet, an index out of step, names that would not print."""
    from portico.domain.contacts import search as contacts
    from portico.domain.directory import search as directory
    from portico.domain.site.models import Site

    if not Site.objects.exists():
        yield warning("There is no site yet. `portico init` opens one.")
    if out := contacts.count_out_of_step():
        yield error(f"The contact search is out of step with {counted(out, 'contact')}. Run `portico reindex`.")
    if out := directory.count_out_of_step():
        yield error(f"The directory's search is out of step by {counted(out, 'text')}. Run `portico reindex`.")
    yield from _of_fonts()


def of_the_files() -> Iterator[Finding]:
    """Whether a file can be written, read and deleted where uploads are kept."""
    from portico.core.files import store
    from portico.core.secrets import new_token

    name = f"check/{new_token()}"
    try:
        store.keep_as(name, b"portico check")
        is_whole = store.read(name) == b"portico check"
        store.delete(name)
    except Exception as fault:  # noqa: BLE001  each store has its own
        yield error(f"Files cannot be kept ({type(fault).__name__}). Look at PORTICO_DATA, or at the S3 variables.")
        return
    if not is_whole:
        yield error("A file that was written came back as another one. Look at the disk, or at the bucket.")


def of_the_work() -> Iterator[Finding]:
    """Whether background work gets done."""
    from portico.core.queue.queries import (
        count_late_jobs,
        find_worker_seen_at,
        list_dead_jobs,
        list_failing_schedules,
    )

    seen_at = find_worker_seen_at()
    if seen_at is None:
        yield warning("No worker runs: mail and other background work wait. Start `portico worker`.")
    elif clock.now() - seen_at > WORKER_MISSED_AFTER:
        yield error(f"No worker was seen since {seen_at:%d %b %Y %H:%M} UTC. Start `portico worker`.")
    if dead := list_dead_jobs().count():
        yield error(f"{counted(dead, 'job')} failed for good. `portico jobs` lists them and lets them try again.")
    for schedule in list_failing_schedules():
        yield error(f"The regular task {schedule.kind} failed; its next round is {schedule.run_at:%d %b %H:%M} UTC.")
    if late := count_late_jobs():
        yield warning(f"More than ten minutes late: {counted(late, 'job')}. More workers may be needed.")


def _of_fonts() -> Iterator[Finding]:
    from portico.domain.contacts.models import Contact
    from portico.domain.receipts.paper.scripts import uncovered_scripts

    rows = Contact.objects.values_list(*PRINTED_FIELDS).iterator(chunk_size=2000)
    texts = (" ".join(filter(None, row)) for row in rows)
    fonts = Path(settings.FONTS_FOLDER) if settings.FONTS_FOLDER else None
    for script, count in sorted(uncovered_scripts(texts, fonts).items()):
        yield warning(
            f"{counted(count, 'contact')} with letters of {script}, which no font here can print. "
            "Put a font into a folder and set PORTICO_FONTS to it."
        )
