"""Payments and refunds out of files: many at once, each known by the file's own name for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Sum

from portico.domain.payments.models import Payment, Refund


def known_payments(references: Iterable[str]) -> dict[str, Payment]:
    """Payments taken in already, by reference, with purchase and contact."""
    found = Payment.objects.filter(reference__in=set(references)).select_related("purchase", "contact")
    return {str(payment.reference): payment for payment in found}


def known_refunds(references: Iterable[str]) -> dict[str, Refund]:
    """Refunds taken in already, by reference."""
    return {str(refund.reference): refund for refund in Refund.objects.filter(reference__in=set(references))}


def refunded_so_far(payment_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What was given back of each payment, in minor units; payments without a refund are missing."""
    sums = (
        Refund.objects.filter(payment_id__in=set(payment_ids)).values_list("payment_id").annotate(Sum("amount_minor"))
    )
    return dict(sums)


def import_payments(payments: Sequence[Payment], refunds: Sequence[Refund]) -> None:
    """Store new payments and refunds. Call inside a transaction; the receipts that prove them write the
    history.
    """
    Payment.objects.bulk_create(payments)
    Refund.objects.bulk_create(refunds)
