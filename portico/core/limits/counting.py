"""Counting tries."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from portico.core import clock
from portico.core.limits.models import Tries
from portico.core.queue import every


def is_allowed(what: str, who: object, *, most: int, seconds: int) -> bool:
    """Count one more try of `what` by `who`; False once there were more than `most` within `seconds`.

    The window starts with the first try; exact however many processes ask at once. `who` is hashed, so no address
    stands in the table. Call outside of a transaction that may roll back: it would take the count along.
    """
    key = _key(what, who)
    now = clock.now()
    ends_at = now + timedelta(seconds=seconds)
    with transaction.atomic():
        Tries.objects.bulk_create([Tries(key=key, count=0, ends_at=ends_at)], ignore_conflicts=True)
        row = Tries.objects.filter(key=key)
        row.filter(ends_at__lte=now).update(count=0, ends_at=ends_at)
        row.update(count=F("count") + 1)
        # this transaction holds the row, so what is read is what was just written
        return row.values_list("count", flat=True)[0] <= most


def give_back(what: str, who: object) -> None:
    """Take one try back: it was none, because it succeeded. What others failed before stays counted."""
    key = _key(what, who)
    Tries.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


@every(24 * 3600, "limits.delete_old")
def delete_old() -> None:
    """Delete the counts whose window is over."""
    Tries.objects.filter(ends_at__lte=clock.now()).delete()


def _key(what: str, who: object) -> str:
    return f"{what}:{hashlib.sha256(str(who).encode()).hexdigest()}"
