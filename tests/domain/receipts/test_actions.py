"""Issuing: to whom a receipt is made out, and which sums it may have."""

from __future__ import annotations

import pytest

from portico.domain.contacts.models import Contact
from portico.domain.payments.models import Payment
from portico.domain.receipts.actions import Amounts, ReceiptLine, ReceiptTax, issue_receipt
from portico.domain.receipts.errors import WrongSums
from portico.domain.receipts.queries import load_versions
from portico.domain.site.models import Site
from tests import selling

LINE = [ReceiptLine("Wheel basics", 12100)]


def test_it_is_made_out_to_the_details_in_force_not_to_those_the_caller_once_read(ana: Contact) -> None:
    purchase = selling.buy(ana)
    payment = Payment.objects.create(
        contact=ana, purchase=purchase, amount_minor=12100, currency="EUR", paid_at=purchase.bought_at
    )
    read_before = Contact.objects.get(id=ana.id)
    renamed = selling.rename(ana, full_name="Ana Costa")
    receipt = issue_receipt(
        contact=read_before,
        source=payment,
        amounts=selling.with_vat("Wheel basics", 12100),
        site=Site.objects.get(),
        issued_at=renamed.details_versions.latest("number").valid_from,
        by=selling.PROCESSOR,
    )
    assert receipt.made_out_to["full_name"] == "Ana Costa"
    assert len(load_versions(receipt)) == 1


@pytest.mark.parametrize(
    ("total", "base", "tax"),
    [
        (12100, 10000, 2101),  # more than the total
        (12100, -100, 12200),  # the tax alone is
        (12100, 14200, -2100),  # of the other sign
        (0, -100, 100),
    ],
)
def test_tax_that_does_not_fit_into_the_total_is_refused(total: int, base: int, tax: int) -> None:
    amounts = Amounts("EUR", total, [ReceiptLine("Wheel basics", total)], [ReceiptTax("VAT", "21", base, tax)])
    with pytest.raises(WrongSums):
        amounts.check()


@pytest.mark.parametrize(("total", "base", "tax"), [(12100, 10000, 2100), (-12100, -10000, -2100), (12100, 0, 0)])
def test_tax_that_fits_is_fine(total: int, base: int, tax: int) -> None:
    Amounts("EUR", total, [ReceiptLine("Wheel basics", total)], [ReceiptTax("VAT", "21", base, tax)]).check()


def test_lines_make_the_total() -> None:
    with pytest.raises(WrongSums):
        Amounts("EUR", 12101, LINE).check()
