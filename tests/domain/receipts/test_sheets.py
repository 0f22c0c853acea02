"""What a sheet says. The words here are the contract with readers of receipts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine

from portico.domain.contacts.models import Contact
from portico.domain.receipts.actions import Amounts, ReceiptLine, ReceiptTax
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.paper.sheet import Sheet
from portico.domain.receipts.queries import load_versions
from portico.domain.receipts.sheets import build_sheet
from tests.selling import MAY, buy, pay, refund, rename, sell

BUNDLE = Amounts(
    "EUR",
    21910,
    [
        ReceiptLine("Wheel Throwing Foundations", 14900, "Course", tax_rate="21"),
        ReceiptLine("Studio safety handbook", 5510, "Download", tax_rate="9"),
        ReceiptLine("Clay, 10 kg", 4000, quantity=2, unit_minor=2000, tax_rate="21"),
        ReceiptLine("Coupon SPRING25", -2500, tax_rate="21"),
    ],
    [ReceiptTax("VAT", "21", 13554, 2846), ReceiptTax("VAT", "9", 5055, 455)],
)


@pytest.fixture(autouse=True)
def _before_the_sale() -> object:
    with time_machine.travel("2026-01-01T12:00:00Z", tick=False):
        yield


@pytest.fixture
def bundle(ana: Contact) -> Receipt:
    return pay(buy(ana, "Spring Starter Bundle", amount_minor=21910), amounts=BUNDLE)


def sheet_of(receipt: Receipt, number: int = 0, **given: object) -> Sheet:
    version = load_versions(receipt)[number - 1]
    return build_sheet(receipt, version, purchase=receipt.purchase, **given)


def test_money_side(bundle: Receipt) -> None:
    sheet = sheet_of(bundle)
    assert [(line.text, line.note, line.quantity, line.tax, line.amount) for line in sheet.lines] == [
        ("Wheel Throwing Foundations", "Course", "1", "21%", "€149.00"),
        ("Studio safety handbook", "Download", "1", "9%", "€55.10"),
        ("Clay, 10 kg", "€20.00 each", "2", "21%", "€40.00"),
        ("Coupon SPRING25", "", "", "21%", "−€25.00"),
    ]
    assert [(row.label, row.amount) for row in sheet.sums] == [
        ("Without VAT", "€186.09"),
        ("VAT 21% on €135.54", "€28.46"),
        ("VAT 9% on €50.55", "€4.55"),
        ("Total paid", "€219.10"),
    ]
    assert sheet.columns.tax == "VAT"
    assert (sheet.state.text, sheet.state.tone) == ("Paid", "paid")
    assert sheet.payment.headline == "Paid by Visa ending 4471 on 2 May 2026 through Stripe."


def test_head_and_parties(bundle: Receipt) -> None:
    sheet = sheet_of(bundle)
    assert (sheet.title, sheet.number, sheet.date) == ("Receipt", "K-00001", "2 May 2026")
    assert sheet.version_line == ""
    assert sheet.at == "2026-05-02T08:18:00Z"
    assert sheet.seller.lines == (
        *("Kiln B.V.", "Havenkade 1", "8862 AB Harlingen", "Netherlands"),
        "VAT NL000099997B24",
    )
    assert sheet.buyer.lines == ("Ana Lima", "ana@example.org")
    assert sheet.purchase.lines == ("Spring Starter Bundle", "Bought 2 May 2026, 10:18 CEST")
    assert sheet.notes == (
        "Amounts include VAT. Questions? studio@kiln.example",
        "Amounts, dates and numbers are as first issued. Times are in Europe/Amsterdam.",
    )


def test_company_comes_first_and_tax_id_has_its_label(bundle: Receipt) -> None:
    address = {"country": "NL", "line1": "Lange Bierkade 42", "postal_code": "8861 XN", "city": "Harlingen"}
    tax = {"tax_country": "NL", "tax_kind": "eu_vat", "tax_number": "NL000099998B57"}
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
        rename(bundle.contact, company="Atelier Oost", **address, **tax)
    sheet = sheet_of(bundle)
    assert sheet.buyer.lines == (
        *("Atelier Oost", "Ana Lima", "Lange Bierkade 42", "8861 XN Harlingen", "Netherlands"),
        *("VAT NL000099998B57", "ana@example.org"),
    )
    assert sheet.version_line == "Version 2 of 22 Nov 2026, replaces version 1: company, tax ID, address"
    assert sheet.date == "2 May 2026"
    assert sheet_of(bundle, 1).buyer.lines == ("Ana Lima", "ana@example.org")


def test_refunds_up_to_the_version(bundle: Receipt) -> None:
    refund(bundle, 3010, datetime(2026, 5, 11, 9, tzinfo=UTC))
    refund(bundle, 18900, datetime(2026, 6, 1, 9, tzinfo=UTC))
    first, second, third = (sheet_of(bundle, number) for number in (1, 2, 3))
    assert [row.tone for row in first.sums].count("refund") == 0
    assert [(row.label, row.amount) for row in second.sums[-2:]] == [
        ("Refund of 11 May 2026", "−€30.10"),
        ("Kept after refund", "€189.00"),
    ]
    assert second.version_line == "Version 2 of 11 May 2026, replaces version 1: refund KR-00001 of €30.10"
    assert second.payment.details == ("€30.10 went back to Visa ending 4471 on 11 May 2026. Refund receipt KR-00001.",)
    assert (second.state.text, second.state.tone) == ("Partly refunded", "part")
    assert (third.state.text, third.state.tone) == ("Refunded", "refunded")
    assert [(row.label, row.amount) for row in third.sums[-2:]] == [
        ("Refund of 1 Jun 2026", "−€189.00"),
        ("Kept after refunds", "€0.00"),
    ]


def test_receipt_of_a_refund(bundle: Receipt) -> None:
    back = refund(bundle, 3010, datetime(2026, 5, 11, 9, tzinfo=UTC))
    sheet = sheet_of(back, original=bundle)
    assert sheet.document_title == "Refund receipt KR-00001"
    assert "Refund of receipt K-00001 of 2 May 2026" in sheet.purchase.lines
    assert (sheet.sums[-1].label, sheet.sums[-1].amount) == ("Total refunded", "−€30.10")
    assert sheet.payment.headline == "€30.10 went back to Visa ending 4471 on 11 May 2026."
    assert sheet.state.text == ""


def test_free_and_untaxed(ana: Contact) -> None:
    free = sheet_of(sell(ana, "Welcome gift", amount_minor=0))
    assert (free.state.text, free.state.tone) == ("Free", "paid")
    assert [(row.label, row.amount) for row in free.sums] == [("Total paid", "€0.00")]
    assert free.payment.headline == "At no charge on 2 May 2026."
    untaxed = Amounts("KWD", 2410, [ReceiptLine("Visit", 2410)])
    other = sheet_of(
        pay(buy(ana, "Visit", amount_minor=2410, currency="KWD"), amounts=untaxed, method="PayPal", processor="paypal")
    )
    assert [(row.label, row.amount) for row in other.sums] == [("Total paid", "KWD\u00a02.410")]
    assert other.payment.headline == "Paid by PayPal on 2 May 2026."
    assert other.columns.tax == "Tax"
    assert other.notes[0] == "Questions? studio@kiln.example"


def test_note_of_a_tax_row_and_names_of_several_taxes(ana: Contact) -> None:
    taxes = [ReceiptTax("VAT", "0", 5000, 0, "Reverse charge"), ReceiptTax("GST", "8.8750", 1000, 89)]
    amounts = Amounts("EUR", 6089, [ReceiptLine("Tools", 6089)], taxes)
    sheet = sheet_of(pay(buy(ana, "Tools", amount_minor=6089), amounts=amounts))
    assert [row.label for row in sheet.sums] == [
        "Without tax",
        "VAT 0% on €50.00",
        "GST 8.875% on €10.00",
        "Total paid",
    ]
    assert sheet.notes[0] == "VAT 0%: Reverse charge"


def test_instalment_of_a_plan(ana: Contact) -> None:
    plan = buy(ana, "Glaze Lab", pricing="payment_plan", instalments=6)
    assert "Payment 3 of 6" in sheet_of(pay(plan), instalment=3).purchase.lines


def test_times_follow_the_zone_of_issue_not_a_later_one(bundle: Receipt) -> None:
    before = sheet_of(bundle)
    late = replace(load_versions(bundle)[0], at=MAY)
    bundle.seller["time_zone"] = "Pacific/Auckland"
    moved = build_sheet(bundle, late, purchase=bundle.purchase)
    assert before.purchase.lines[1] == "Bought 2 May 2026, 10:18 CEST"
    assert moved.purchase.lines[1] == "Bought 2 May 2026, 20:18 NZST"


def test_a_seller_with_nothing_filled_in_still_makes_a_sheet(bundle: Receipt) -> None:
    bundle.seller = {}
    sheet = sheet_of(bundle)
    assert sheet.title == "Receipt"
    assert sheet.seller.lines == ()
    assert sheet.accent == "#2743b8"
