"""A small shop for tests: offers, purchases with payment and receipt, refunds with theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from portico.core.history import Actor
from portico.core.ids import new_id
from portico.domain.catalog.models import Offer, Pricing, Product, ProductKind
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.payments.models import Payment, Refund
from portico.domain.purchases.models import Purchase
from portico.domain.receipts.actions import Amounts, ReceiptLine, ReceiptTax, issue_receipt
from portico.domain.receipts.models import Receipt
from portico.domain.site.models import Site
from portico.workflows import change_details

PROCESSOR = Actor("processor", label="tests")
MAY = datetime(2026, 5, 2, 8, 18, tzinfo=UTC)


def product(title: str, kind: ProductKind = ProductKind.COURSE, **values: Any) -> Product:
    handle = title.lower().replace(" ", "-")
    return Product.objects.get_or_create(handle=handle, defaults={"title": title, "kind": kind, **values})[0]


def offer(title: str, *products: Product, pricing: Pricing = Pricing.ONE_TIME, **values: Any) -> Offer:
    made = Offer.objects.create(handle=str(new_id()), title=title, pricing=pricing, **({"currency": "EUR"} | values))
    made.products.set(products)
    return made


def buy(
    who: Contact, title: str = "Wheel basics", *, at: datetime = MAY, gives: Sequence[Product] = (), **values: Any
) -> Purchase:
    """A purchase that is not paid yet; `values` are columns of the purchase."""
    columns = {"pricing": Pricing.ONE_TIME, "amount_minor": 12100, "currency": "EUR"} | values
    sold = offer(title, *gives, pricing=columns["pricing"], currency=columns["currency"])
    purchase = Purchase.objects.create(contact=who, offer=sold, title=title, bought_at=at, **columns)
    for each in gives:
        Grant.objects.create(contact=who, product=each, purchase=purchase, source=Source.PURCHASE, since=at)
    return purchase


def pay(
    purchase: Purchase,
    *,
    at: datetime | None = None,
    amount_minor: int | None = None,
    amounts: Amounts | None = None,
    **values: Any,
) -> Receipt:
    """A payment for it, and its receipt: by default the purchase's price with 21% VAT inside."""
    total = purchase.amount_minor if amount_minor is None else amount_minor
    payment = Payment.objects.create(
        contact=purchase.contact,
        purchase=purchase,
        amount_minor=total,
        currency=purchase.currency,
        paid_at=at or purchase.bought_at,
        **({"method": "Visa ending 4471", "processor": "stripe"} | values),
    )
    return issue_receipt(
        contact=purchase.contact,
        source=payment,
        amounts=amounts or with_vat(purchase.title, total, purchase.currency),
        site=Site.objects.get(),
        issued_at=at or purchase.bought_at,
        by=PROCESSOR,
    )


def sell(who: Contact, title: str = "Wheel basics", **values: Any) -> Receipt:
    """A paid purchase; gives its receipt."""
    return pay(buy(who, title, **values))


def refund(receipt: Receipt, amount_minor: int, at: datetime) -> Receipt:
    """Money back for a receipt's payment; gives the refund's receipt."""
    assert receipt.payment
    back = Refund.objects.create(
        contact=receipt.contact,
        payment=receipt.payment,
        amount_minor=amount_minor,
        currency=receipt.currency,
        refunded_at=at,
    )
    return issue_receipt(
        contact=receipt.contact,
        source=back,
        amounts=with_vat("Refund", -amount_minor, receipt.currency),
        site=Site.objects.get(),
        issued_at=at,
        by=PROCESSOR,
    )


def with_vat(text: str, total_minor: int, currency: str = "EUR") -> Amounts:
    tax = round(total_minor * 21 / 121)
    taxes = [ReceiptTax("VAT", "21", total_minor - tax, tax)] if tax else []
    return Amounts(currency, total_minor, [ReceiptLine(text, total_minor, tax_rate="21" if tax else "")], taxes)


def rename(who: Contact, **values: str) -> Contact:
    """The customer changes their own details now."""
    fresh = Contact.objects.get(id=who.id)
    typed = Details.from_json(fresh.details.to_json() | values)
    return change_details.run(fresh, typed=typed, expected_version=fresh.version, by=Actor("customer", who.id))
