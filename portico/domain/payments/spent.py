"""What contacts paid, less what they got back. Each currency by itself: amounts in two are never added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Sum

from portico.core.money import Money
from portico.domain.payments.models import Payment, Refund


def spent_by(contact_ids: Collection[UUID]) -> dict[UUID, list[Money]]:
    """For each contact who ever paid: one amount a currency, payments minus refunds, by currency.

    Two statements, however many contacts are asked for.
    """
    sums: dict[tuple[UUID, str], int] = defaultdict(int)
    for sign, rows in ((1, Payment.objects), (-1, Refund.objects)):
        totals = rows.filter(contact_id__in=contact_ids).values_list("contact_id", "currency")
        for contact_id, currency, total in totals.annotate(total=Sum("amount_minor")):
            sums[contact_id, currency] += sign * total
    spent: dict[UUID, list[Money]] = defaultdict(list)
    for (contact_id, currency), amount_minor in sorted(sums.items(), key=lambda item: item[0][1]):
        spent[contact_id].append(Money(amount_minor, currency))
    return dict(spent)
