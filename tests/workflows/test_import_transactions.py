"""Taking in what was bought elsewhere, while people change their details."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import transaction

from portico.core.history import Actor
from portico.domain.catalog.models import Offer, Pricing
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.receipts.actions import Amounts, ReceiptLine
from portico.domain.receipts.models import Receipt
from portico.workflows import import_transactions
from portico.workflows.import_transactions import ImportedTransaction
from tests import selling
from tests.racing import in_threads


def take_in(who: Contact) -> None:
    Offer.objects.create(handle="old-course", title="Old course", pricing=Pricing.ONE_TIME, currency="EUR")
    row = ImportedTransaction(
        kind="payment",
        reference="t1",
        at=selling.MAY,
        made_out_to=Details(email=who.email),
        offer="old-course",
        amounts=Amounts("EUR", 4900, [ReceiptLine("", 4900)]),
    )
    (outcome,) = import_transactions.run([row], by=Actor("import", label="test.csv"))
    assert outcome.kind == "created"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [take_in, selling.sell], ids=["imported", "issued"])
def test_who_changes_details_waits_for_a_receipt_that_is_being_written(
    ana: Contact, write: Callable[[Contact], object]
) -> None:
    written, done = threading.Event(), []

    def receipting() -> None:
        with transaction.atomic():
            write(ana)
            written.set()
            time.sleep(0.5)  # as long as the rest of a batch would take
            done.append("receipt")

    def renaming() -> None:
        assert written.wait(10)
        selling.rename(ana, full_name="Ana Costa")
        done.append("details")

    assert in_threads(2, lambda number: (receipting, renaming)[number]()) == [None, None]
    assert done == ["receipt", "details"]
    assert Receipt.objects.get().made_out_to["full_name"] == "Ana Lima"
