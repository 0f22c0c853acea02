"""The directory with every contact listed: the page for each fragment of a name. Django has to be started."""

from __future__ import annotations

import itertools
import statistics
from typing import Any

from django.db import transaction

from bench.inside import LENGTHS, _milliseconds

WORDS = ("anderson", "vandermann", "fatima ", "quetzalcoatl", "zyxwvuts", "oluwaseun", "kittel")


def measure() -> dict[str, Any]:
    """Median and worst of the first page by fragment, and the first page of all, in milliseconds."""
    with transaction.atomic():
        found = {"entries": _list_everybody(), **_search()}
        transaction.set_rollback(True)  # the listing serves this measurement alone
    return found


def _list_everybody() -> int:
    from portico.domain.contacts.models import Contact
    from portico.domain.directory.models import Entry
    from portico.domain.directory.search import reindex

    people = Contact.objects.values_list("id", flat=True).iterator(5000)
    while batch := list(itertools.islice(people, 5000)):
        Entry.objects.bulk_create([Entry(contact_id=each, is_listed=True) for each in batch], ignore_conflicts=True)
    return reindex()


def _search() -> dict[str, Any]:
    from portico.domain.directory.lists import entry_page

    fragments = {word[:length] for word, length in itertools.product(WORDS, LENGTHS)}
    took = {
        fragment: min(_milliseconds(entry_page, fragment) for _ in range(3))
        for fragment in fragments
        if len(fragment.strip()) >= min(LENGTHS)
    }
    worst = max(took, key=lambda fragment: took[fragment])
    return {
        "median_ms": statistics.median(took.values()),
        "worst_ms": took[worst],
        "worst": worst,
        "first_page_ms": min(_milliseconds(entry_page) for _ in range(3)),
    }
