"""The copy of a person's data, for one with very many receipts: seconds, and that memory stays flat."""

from __future__ import annotations

import resource
import tempfile
import time
from typing import Any

from bench.sales import CONTACT, uid


def measure(person: int) -> dict[str, Any]:
    """Make the copy of this person twice: the first draws every receipt, the second reads what was kept.

    `grown_mb` is how much the process grew at its highest during both.
    """
    from portico.core.history import Actor
    from portico.domain.contacts.models import Contact
    from portico.domain.privacy.actions import ask_for_copy
    from portico.domain.receipts.models import Receipt
    from portico.workflows.export_person import _write

    contact = Contact.objects.get(id=uid(CONTACT, person))
    copy = ask_for_copy(contact, by=Actor("operator", label="bench"))
    before = _highest_mb()
    seconds = []
    for _ in range(2):
        with tempfile.TemporaryFile() as file:
            started = time.perf_counter()
            _write(copy, file)
            seconds.append(time.perf_counter() - started)
            size_mb = file.tell() / 1e6
    copy.delete()
    return {
        "receipts": Receipt.objects.filter(contact=contact).count(),
        "first_seconds": seconds[0],
        "again_seconds": seconds[1],
        "size_mb": size_mb,
        "grown_mb": _highest_mb() - before,
    }


def _highest_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
