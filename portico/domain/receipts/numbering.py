"""Numbers of receipts. A series is a prefix; inside it numbers have no gaps and only rise.

The number is taken inside the transaction that stores the receipt: a rollback gives it back. That makes the writers
of one series wait for each other until they commit, so nothing slow belongs between the two.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.receipts.errors import NumberNotHigher, ReasonMissing
from portico.domain.receipts.models import Series, SeriesGap, SeriesKind

DIGITS = 5  # shown at least; a hundred thousand receipts simply get longer numbers
HIGHEST = 10**12  # far beyond any business, far inside a 64-bit column
_PARTS = re.compile(r"(.*?)0*(\d{1,12})")


def number_text(prefix: str, number: int) -> str:
    """`SC-`, 42 gives `SC-00042`."""
    return f"{prefix}{number:0{DIGITS}d}"


def split_number(text: str) -> tuple[str, int] | None:
    """`SC-00042` gives (`SC-`, 42); None where the text does not end in digits."""
    found = _PARTS.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def get_series(prefix: str, kind: SeriesKind) -> Series:
    """The series of a prefix, made at 0 when it is new."""
    return Series.objects.get_or_create(prefix=prefix, defaults={"kind": kind})[0]


def next_numbers(prefixes: Collection[str]) -> dict[str, int]:
    """The number that comes next under each prefix; 1 for one that was never used. One statement."""
    used = dict(Series.objects.filter(prefix__in=prefixes).values_list("prefix", "last_number"))
    return {prefix: used.get(prefix, 0) + 1 for prefix in prefixes}


def take_number(series: Series) -> str:
    """The next number, taken. Call inside the transaction that stores the receipt."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a receipt number is taken inside the transaction that stores the receipt")
    Series.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
    # this transaction holds the row, so what is read is what was just written
    series.refresh_from_db(fields=["last_number"])
    return number_text(series.prefix, series.last_number)


def raise_next_number(series: Series, *, next_number: int, reason: str, by: Actor) -> None:
    """Leave numbers out on purpose: the next receipt gets `next_number`, the gap is recorded.

    The number that comes by itself anyway changes nothing. Raises NumberNotHigher, ReasonMissing.
    """
    with transaction.atomic():
        locked = Series.objects.select_for_update().get(pk=series.pk)
        comes_next = locked.last_number + 1
        if next_number == comes_next:
            return
        if next_number < comes_next or next_number > HIGHEST:
            raise NumberNotHigher(comes_next)
        if not reason:
            raise ReasonMissing
        Series.objects.filter(pk=series.pk).update(last_number=next_number - 1)
        gap = SeriesGap.objects.create(
            series=locked, first=comes_next, last=next_number - 1, reason=reason, by_label=by.label
        )
        facts = {"prefix": locked.prefix, "first": gap.first, "last": gap.last, "reason": reason}
        record("receipts.numbers_left_out", by=by, subject_id=gap.id, facts=facts)


def rise_to(series: Series, number: int) -> None:
    """After an import the series goes on behind the highest number that the file brought. Never lowers it."""
    Series.objects.filter(pk=series.pk, last_number__lt=number).update(last_number=number)
