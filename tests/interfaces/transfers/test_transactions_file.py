from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.catalog.models import Interval, Offer, Pricing, Product, ProductKind
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.payments.models import Payment, Refund
from portico.domain.purchases.models import Purchase
from portico.domain.receipts.actions import Amounts, ReceiptLine, issue_receipt
from portico.domain.receipts.models import Receipt, Series
from portico.domain.site.models import Site
from tests.interfaces.transfers.files import counts, faults, import_transactions, write

pytestmark = pytest.mark.django_db

BOUGHT = {
    "transaction_id": "t1",
    "type": "payment",
    "date": "2026-05-02T10:18:00+02:00",
    "email": "mireille@osterkamp.example",
    "full_name": "Mireille Osterkamp",
    "country": "NL",
    "line1": "Lange Bierkade 42",
    "city": "Harlingen",
    "postal_code": "8861 XN",
    "offer": "bundle",
    "amount": "219.10",
    "currency": "EUR",
    "tax_name": "VAT",
    "tax_rate": "21",
    "tax_base": "181.07",
    "tax_amount": "38.03",
    "payment_method": "Visa ending 4471",
    "processor": "stripe",
    "receipt_number": "K-00533",
    "refund_of": "",
    "instalment": "",
    "purchase_id": "p1",
    "until": "",
}
REFUNDED = BOUGHT | {
    "transaction_id": "t2", "type": "refund", "date": "2026-05-11", "amount": "30.10", "tax_base": "24.88",
    "tax_amount": "5.22", "receipt_number": "KR-00019", "refund_of": "t1",
}  # fmt: skip
GIVEN = dict.fromkeys(BOUGHT, "") | {
    "transaction_id": "t3", "type": "grant", "date": "2026-01-14", "email": "ben@kittelsen.example",
    "offer": "bundle", "until": "2026-12-31",
}  # fmt: skip


@pytest.fixture
def offers(site: Site) -> dict[str, Offer]:
    wheel = Product.objects.create(handle="wheel", title="Wheel", kind=ProductKind.COURSE)
    book = Product.objects.create(handle="book", title="Book", kind=ProductKind.DOWNLOAD)
    bundle = Offer.objects.create(
        handle="bundle", title="Spring Bundle", pricing=Pricing.ONE_TIME, amount_minor=21910, currency="EUR"
    )
    bundle.products.add(wheel, book)
    plan = Offer.objects.create(
        handle="plan", title="Plan", pricing=Pricing.PAYMENT_PLAN, amount_minor=5900, currency="EUR",
        interval=Interval.MONTH, instalments=6,
    )  # fmt: skip
    plan.products.add(wheel)
    return {"bundle": bundle, "plan": plan}


@pytest.fixture
def file(offers: Any, tmp_path: Path) -> Path:
    return write(tmp_path / "sales.csv", [BOUGHT, REFUNDED, GIVEN])


def _import(tmp_path: Path, *rows: dict[str, str], **options: Any) -> Any:
    return import_transactions(write(tmp_path / "rows.csv", rows), **options)


def test_a_payment_becomes_purchase_payment_access_and_receipt(file: Path) -> None:
    assert counts(import_transactions(file)) == (3, 0, 0, 0)
    contact = Contact.objects.get(email="mireille@osterkamp.example")
    purchase = Purchase.objects.get(contact=contact)
    assert (purchase.title, purchase.amount_minor, purchase.reference) == ("Spring Bundle", 21910, "p1")
    assert purchase.bought_at == datetime(2026, 5, 2, 8, 18, tzinfo=UTC)
    payment = Payment.objects.get()
    assert (payment.method, payment.processor, payment.reference) == ("Visa ending 4471", "stripe", "t1")
    assert set(purchase.grants.values_list("product__handle", "source")) == {
        ("wheel", "purchase"),
        ("book", "purchase"),
    }
    receipt = Receipt.objects.get(payment=payment)
    assert receipt.number == "K-00533"
    assert (receipt.net_minor, receipt.tax_minor, receipt.total_minor) == (18107, 3803, 21910)
    assert receipt.lines == [
        {
            "text": "Spring Bundle",
            "amount_minor": 21910,
            "note": "",
            "quantity": 1,
            "unit_minor": 21910,
            "tax_rate": "21",
        }
    ]
    assert receipt.taxes == [{"name": "VAT", "rate": "21", "base_minor": 18107, "amount_minor": 3803, "note": ""}]
    assert receipt.made_out_to["line1"] == "Lange Bierkade 42"
    assert receipt.seller["tax_id"] == "NL000099997B24"
    assert receipt.issued_at == payment.paid_at


def test_a_refund_has_a_receipt_in_its_own_series(file: Path) -> None:
    import_transactions(file)
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.payment.reference) == (3010, "t1")
    receipt = refund.receipt
    assert (receipt.number, receipt.total_minor, receipt.tax_minor) == ("KR-00019", -3010, -522)
    assert receipt.refund_of == Payment.objects.get().receipt
    assert receipt.lines[0]["amount_minor"] == -3010
    assert dict(Series.objects.values_list("prefix", "last_number")) == {"K-": 533, "KR-": 19}


def test_given_access_has_no_receipt_and_ends_with_its_last_day(file: Path) -> None:
    import_transactions(file)
    ben = Contact.objects.get(email="ben@kittelsen.example")
    grants = Grant.objects.filter(contact=ben)
    assert {grant.source for grant in grants} == {Source.IMPORT}
    assert {grant.until for grant in grants} == {datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)}
    assert grants.count() == 2
    assert not Receipt.objects.filter(contact=ben).exists()


def test_the_same_file_twice_changes_nothing(file: Path) -> None:
    import_transactions(file)
    before = _everything()
    assert counts(import_transactions(file)) == (0, 0, 3, 0)
    assert _everything() == before


def test_the_next_receipt_goes_on_behind_the_last(file: Path, site: Site) -> None:
    import_transactions(file)
    contact = Contact.objects.get(email="mireille@osterkamp.example")
    payment = Payment.objects.create(
        contact=contact, purchase=Purchase.objects.get(), amount_minor=100, currency="EUR", paid_at=site.opened_at
    )
    issued = issue_receipt(
        contact=contact,
        source=payment,
        amounts=Amounts("EUR", 100, [ReceiptLine("x", 100)]),
        site=site,
        issued_at=site.opened_at,
        by=Actor("processor"),
    )
    assert issued.number == "K-00534"


def test_instalments_and_renewals_share_their_purchase(offers: Any, tmp_path: Path) -> None:
    rows = [
        BOUGHT | {"transaction_id": f"i{n}", "offer": "plan", "amount": "59.00", "date": f"2026-0{n}-04",
                  "instalment": f"{n} of 6", "receipt_number": "", "tax_base": "", "tax_amount": "10.24",
                  "until": "2026-09-30" if n == 3 else ""}
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert counts(_import(tmp_path, *rows[:2])) == (2, 0, 0, 0)
    assert counts(_import(tmp_path, *rows)) == (1, 0, 2, 0)
    purchase = Purchase.objects.get()
    assert (purchase.instalments, purchase.interval) == (6, "month")
    assert list(purchase.payments.order_by("paid_at").values_list("instalment", flat=True)) == [1, 2, 3]
    assert purchase.grants.get().until == datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)
    numbers = list(Receipt.objects.order_by("issued_at").values_list("number", flat=True))
    assert numbers == ["K-00001", "K-00002", "K-00003"], "rows without a number get the next ones"


def test_a_free_one_has_a_receipt_of_nothing(offers: Any, tmp_path: Path) -> None:
    free = BOUGHT | {"type": "free", "amount": "0.00", "tax_rate": "", "tax_base": "", "tax_amount": "", "tax_name": ""}
    assert counts(_import(tmp_path, free)) == (1, 0, 0, 0)
    receipt = Receipt.objects.get()
    assert (receipt.total_minor, receipt.taxes) == (0, [])


def test_several_lines_and_rates(offers: Any, tmp_path: Path) -> None:
    row = BOUGHT | {
        "line": "Course | Book | Coupon", "line_amount": "189.00 | 55.10 | -25.00", "line_tax_rate": "21 | 9 | 21",
        "tax_name": "VAT | VAT", "tax_rate": "21 | 9", "tax_base": "135.54 | 50.55", "tax_amount": "28.46 | 4.55",
    }  # fmt: skip
    assert counts(_import(tmp_path, row)) == (1, 0, 0, 0)
    receipt = Receipt.objects.get()
    assert [line["amount_minor"] for line in receipt.lines] == [18900, 5510, -2500]
    assert (receipt.tax_minor, receipt.net_minor) == (3301, 18609)


@pytest.mark.parametrize(("currency", "amount", "minor"), [("JPY", "52000", 52000), ("KWD", "46.750", 46750)])
def test_currencies_with_other_decimals(offers: Any, tmp_path: Path, currency: str, amount: str, minor: int) -> None:
    row = BOUGHT | {"currency": currency, "amount": amount, "tax_rate": "", "tax_base": "", "tax_amount": ""}
    assert counts(_import(tmp_path, row | {"tax_name": ""})) == (1, 0, 0, 0)
    assert Receipt.objects.get().total_minor == minor


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"transaction_id": ""}, "transaction_id"),
        ({"type": "chargeback"}, "type"),
        ({"date": "2/5/2026"}, "date"),
        ({"email": "nobody"}, "email"),
        ({"postal_code": "LE1 9ZX"}, "postal_code"),
        ({"offer": "unknown"}, "offer"),
        ({"amount": "1,234"}, "amount"),
        ({"currency": ""}, "currency"),
        ({"currency": "EURO"}, "currency"),
        ({"tax_amount": "300.00"}, "tax_amount"),
        ({"tax_rate": "lots"}, "tax_rate"),
        ({"amount": "-219.10"}, "amount"),
        ({"tax_base": "", "tax_amount": "219.11"}, "tax_amount"),
        ({"line": "a" * 301}, "line"),
        ({"line": "a\u202eb"}, "line"),
        ({"line": "a|" * 200 + "a"}, "line"),
        ({"line": "a|b", "line_amount": "1.00|2.00"}, "line_amount"),
        ({"line": "a", "line_amount": "1.00|2.00"}, "line"),
        ({"payment_method": "4242 4242 4242 4242"}, "payment_method"),
        ({"receipt_number": "no digits"}, "receipt_number"),
        ({"receipt_number": "KR-7"}, "receipt_number"),
        ({"until": "soon"}, "until"),
        ({"instalment": "third"}, "instalment"),
    ],
)
def test_a_bad_row_is_told_and_the_others_come_in(
    offers: Any, tmp_path: Path, wrong: dict[str, str], column: str
) -> None:
    Series.objects.create(prefix="KR-", kind="refund")
    report = _import(tmp_path, GIVEN, {**BOUGHT, **wrong}, GIVEN | {"transaction_id": "t4"})
    assert counts(report) == (2, 0, 0, 1)
    assert [name for name, _reason in faults(report)[3]] == [column]
    assert not Purchase.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"refund_of": "t99"}, "refund_of"),
        ({"email": "other@example.org"}, "email"),
        ({"currency": "USD"}, "currency"),
        ({"amount": "219.11"}, "amount"),
        ({"receipt_number": "K-00600"}, "receipt_number"),
    ],
)
def test_a_refund_is_held_to_its_payment(offers: Any, tmp_path: Path, wrong: dict[str, str], column: str) -> None:
    plain = {"tax_rate": "", "tax_base": "", "tax_amount": "", "tax_name": ""}
    for dry_run in (True, False):
        report = _import(tmp_path, BOUGHT, REFUNDED | plain | wrong, dry_run=dry_run)
        assert counts(report) == (1, 0, 0, 1)
        assert [name for name, _reason in faults(report)[3]] == [column]


def test_two_refunds_never_give_back_more_than_was_paid(offers: Any, tmp_path: Path) -> None:
    half = REFUNDED | {"amount": "150.00", "tax_base": "", "tax_amount": "26.03", "receipt_number": ""}
    report = _import(tmp_path, BOUGHT, half, half | {"transaction_id": "t5"})
    assert faults(report)[4][0][0] == "amount"
    report = _import(tmp_path, half | {"transaction_id": "t6"})
    assert faults(report)[2][0][0] == "amount", "what an earlier file gave back counts too"


def test_a_full_refund_can_end_access(offers: Any, tmp_path: Path) -> None:
    _import(tmp_path, BOUGHT, REFUNDED | {"amount": "219.10", "tax_base": "181.07", "tax_amount": "38.03",
                                         "until": "2026-05-11"})  # fmt: skip
    assert {grant.until for grant in Grant.objects.all()} == {datetime(2026, 5, 11, 21, 59, 59, tzinfo=UTC)}


def test_a_number_is_given_once(offers: Any, tmp_path: Path) -> None:
    report = _import(tmp_path, BOUGHT, BOUGHT | {"transaction_id": "t9", "purchase_id": "p9"})
    assert faults(report)[3][0][0] == "receipt_number"
    report = _import(tmp_path, BOUGHT | {"transaction_id": "t9", "purchase_id": "p9"})
    assert faults(report)[2][0][0] == "receipt_number"
    assert Receipt.objects.count() == 1


def test_money_of_an_imported_transaction_never_changes(file: Path, tmp_path: Path) -> None:
    import_transactions(file)
    report = _import(tmp_path, BOUGHT | {"amount": "1.00", "tax_base": "", "tax_amount": "", "tax_rate": ""})
    assert faults(report)[2][0][0] == "amount"
    assert Payment.objects.get().amount_minor == 21910


def test_a_purchase_stays_with_its_contact_and_offer(file: Path, tmp_path: Path) -> None:
    import_transactions(file)
    other = BOUGHT | {"transaction_id": "t7", "receipt_number": ""}
    assert faults(_import(tmp_path, other | {"email": "x@example.org"}))[2][0][0] == "purchase_id"
    assert faults(_import(tmp_path, other | {"offer": "plan"}))[2][0][0] == "purchase_id"
    assert faults(_import(tmp_path, other | {"currency": "USD"}))[2][0][0] == "currency"


def test_known_contacts_keep_their_details(ana: Contact, offers: Any, tmp_path: Path) -> None:
    _import(tmp_path, BOUGHT | {"email": ana.email})
    ana.refresh_from_db()
    assert (ana.full_name, ana.version) == ("Ana Lima", 1)
    assert Receipt.objects.get().made_out_to["full_name"] == "Mireille Osterkamp"


def test_a_row_that_does_not_say_who_is_made_out_to_the_contact(ana: Contact, offers: Any, tmp_path: Path) -> None:
    nothing = dict.fromkeys(("full_name", "country", "line1", "city", "postal_code"), "")
    _import(tmp_path, BOUGHT | nothing | {"email": ana.email})
    assert Receipt.objects.get().made_out_to["full_name"] == "Ana Lima"


def test_a_title_is_found_with_its_currency(offers: Any, tmp_path: Path) -> None:
    Offer.objects.create(handle="b-usd", title="Spring Bundle", pricing=Pricing.ONE_TIME, currency="USD")
    Offer.objects.create(handle="b-gbp", title="Spring Bundle", pricing=Pricing.ONE_TIME, currency="GBP")
    _import(tmp_path, BOUGHT | {"offer": "spring bundle"})
    assert Purchase.objects.get().offer.handle == "bundle"
    report = _import(tmp_path, BOUGHT | {"transaction_id": "t8", "offer": "Spring Bundle", "currency": "CHF",
                                         "purchase_id": "", "receipt_number": ""})  # fmt: skip
    assert faults(report)[2][0][0] == "offer"


def test_unknown_offers_can_be_made_archived(offers: Any, tmp_path: Path) -> None:
    rows = [BOUGHT | {"offer": "Old course"}, BOUGHT | {"offer": "Old course", "transaction_id": "t2",
            "purchase_id": "", "receipt_number": ""}]  # fmt: skip
    assert counts(_import(tmp_path, *rows, create_offers=True, dry_run=True)) == (2, 0, 0, 0)
    assert not Offer.objects.filter(title="Old course").exists()
    assert counts(_import(tmp_path, *rows, create_offers=True)) == (2, 0, 0, 0)
    assert Offer.objects.get(title="Old course").archived
    assert counts(_import(tmp_path, *rows, create_offers=True)) == (0, 0, 2, 0)


def test_an_offer_that_only_a_refused_row_names_is_not_made(offers: Any, tmp_path: Path) -> None:
    refused = BOUGHT | {"offer": "Old course", "transaction_id": "t2", "purchase_id": "", "receipt_number": "none"}
    assert counts(_import(tmp_path, BOUGHT, refused, create_offers=True)) == (1, 0, 0, 1)
    assert not Offer.objects.filter(title="Old course").exists()


def test_a_dry_run_knows_its_own_earlier_batches(offers: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("portico.interfaces.transfers.running.BATCH_ROWS", 1)
    rows = [
        BOUGHT,
        REFUNDED,
        REFUNDED
        | {"transaction_id": "t4", "receipt_number": "", "amount": "200.00", "tax_base": "", "tax_amount": "34.71"},
        BOUGHT | {"transaction_id": "t5", "receipt_number": "", "email": "x@example.org"},
        BOUGHT | {"transaction_id": "t6", "receipt_number": "", "currency": "USD"},
        GIVEN,
    ]
    before = _everything()
    dry = _import(tmp_path, *rows, dry_run=True)
    assert _everything() == before
    real = _import(tmp_path, *rows)
    assert counts(dry) == counts(real) == (3, 0, 0, 3)
    assert faults(dry) == faults(real)


def test_imports_are_told_in_history_and_mail_nobody(file: Path) -> None:
    from portico.core.mail.models import Outgoing
    from portico.core.queue.models import Job

    import_transactions(file)
    verbs = set(Entry.objects.filter(actor_kind="import").values_list("verb", flat=True))
    assert verbs == {"contact.added", "purchase.imported", "receipt.imported", "grant.imported"}
    assert Outgoing.objects.count() == 0
    assert Job.objects.count() == 0


def test_a_batch_is_a_constant_number_of_statements(
    offers: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    rows = [
        BOUGHT
        | {"transaction_id": f"t{n}", "purchase_id": f"p{n}", "receipt_number": f"K-{n}", "email": f"p{n}@x.example"}
        for n in range(1, 200)
    ]
    path = write(tmp_path / "many.csv", rows)
    with django_assert_max_num_queries(70):
        assert import_transactions(path).created == 199


def _everything() -> list[Any]:
    models = (Contact, Purchase, Payment, Refund, Grant, Receipt, Series, Entry, Offer)
    return [model._default_manager.count() for model in models] + [
        sorted(Series.objects.values_list("prefix", "last_number")),
        sorted(Grant.objects.values_list("id", "until"), key=str),
    ]
