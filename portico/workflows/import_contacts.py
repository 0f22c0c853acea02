"""Contacts come in from a file: the contacts, and the directory with the names that changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from portico.core.history import Actor
from portico.domain.contacts import imports
from portico.domain.contacts.imports import ImportedContact, Outcome
from portico.domain.directory.search import refresh_entries


def run(rows: Sequence[ImportedContact], *, by: Actor, dry_run: bool = False) -> list[Outcome]:
    """Take in the rows, all or none; says of `contacts.imports.import_contacts` hold."""
    with transaction.atomic():
        outcomes = imports.import_contacts(rows, by=by, dry_run=dry_run)
        changed = [each.contact.id for each in outcomes if each.kind == "changed" and each.contact]
        if changed and not dry_run:
            refresh_entries(changed)
    return outcomes
