"""Receipts out of files: they keep their number, and the series goes on behind the highest one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.domain.receipts.models import Receipt, Series, SeriesKind
from portico.domain.receipts.numbering import get_series, number_text, rise_to, split_number

LONGEST_PREFIX = 20


def known_numbers(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that a receipt has already."""
    return set(Receipt.objects.filter(number__in=set(numbers)).values_list("number", flat=True))


def receipts_of_payments(payment_ids: Iterable[UUID]) -> dict[UUID, Receipt]:
    """The receipt of each payment, by the payment's id."""
    found = Receipt.objects.filter(payment_id__in=set(payment_ids))
    return {receipt.payment_id: receipt for receipt in found if receipt.payment_id}


def fits_a_series(number: str, kind: SeriesKind, series: dict[str, SeriesKind]) -> bool:
    """Whether an imported number can stand in a series: it ends in digits, and its prefix is for this kind.

    `series` is what each prefix numbers (`kinds_of_series`); a new prefix is added to it.
    """
    parts = split_number(number)
    if parts is None or len(parts[0]) > LONGEST_PREFIX:
        return False
    return series.setdefault(parts[0], kind) == kind


def kinds_of_series() -> dict[str, SeriesKind]:
    """What each prefix numbers."""
    return {prefix: SeriesKind(kind) for prefix, kind in Series.objects.values_list("prefix", "kind")}


def import_receipts(receipts: Sequence[Receipt], *, prefixes: dict[SeriesKind, str], by: Actor) -> None:
    """Store new receipts; those without a number get the next ones of the site's series, in the given order.

    Call inside a transaction, with numbers that `known_numbers` does not know. `prefixes` are the site's own.
    """
    _place_numbered([receipt for receipt in receipts if receipt.number])
    for kind, prefix in prefixes.items():
        _number([each for each in receipts if not each.number and _kind(each) == kind], prefix, kind)
    Receipt.objects.bulk_create(receipts)
    record_many(
        [
            new_entry(
                "receipt.imported",
                by=by,
                contact_id=receipt.contact_id,
                subject_id=receipt.id,
                facts={
                    "number": receipt.number,
                    "total_minor": receipt.total_minor,
                    "currency": receipt.currency,
                },
            )
            for receipt in receipts
        ]
    )


def _kind(receipt: Receipt) -> SeriesKind:
    return SeriesKind.REFUND if receipt.total_minor < 0 else SeriesKind.RECEIPT


def _place_numbered(receipts: Sequence[Receipt]) -> None:
    highest: dict[str, int] = {}
    series: dict[str, Series] = {}
    for receipt in receipts:
        parts = split_number(receipt.number)
        if parts is None:
            raise ValueError("a receipt number ends in digits")
        prefix, number = parts
        if prefix not in series:
            series[prefix] = get_series(prefix, _kind(receipt))
        receipt.series = series[prefix]
        highest[prefix] = max(highest.get(prefix, 0), number)
    for prefix, number in highest.items():
        rise_to(series[prefix], number)


def _number(receipts: Sequence[Receipt], prefix: str, kind: SeriesKind) -> None:
    """As many next numbers as needed, taken at once; the series stays locked until the commit."""
    if not receipts:
        return
    series = get_series(prefix, kind)
    Series.objects.filter(pk=series.pk).update(last_number=F("last_number") + len(receipts))
    series.refresh_from_db(fields=["last_number"])
    first = series.last_number - len(receipts) + 1
    for number, receipt in enumerate(receipts, start=first):
        receipt.series = series
        receipt.number = number_text(prefix, number)
