"""Takes in one batch: judged row by row, written all at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.domain.catalog.models import Offer
from portico.domain.contacts.imports import ImportedContact, import_contacts
from portico.domain.contacts.models import Contact
from portico.domain.grants.imports import import_ends, import_grants
from portico.domain.grants.models import Grant, Source
from portico.domain.payments.imports import import_payments
from portico.domain.payments.models import Payment, Refund
from portico.domain.purchases.imports import import_purchases
from portico.domain.purchases.models import Purchase
from portico.domain.receipts.actions import Amounts, new_receipt
from portico.domain.receipts.imports import import_receipts, receipts_of_payments
from portico.domain.receipts.models import Receipt, SeriesKind
from portico.domain.site.models import Site
from portico.domain.site.queries import get_site
from portico.workflows.import_transactions.judging import Earlier, Judge, Outcome, email_of
from portico.workflows.import_transactions.rows import ImportedTransaction


def run(
    rows: Sequence[ImportedTransaction],
    *,
    by: Actor,
    dry_run: bool = False,
    earlier: Earlier | None = None,
    create_offers: bool = False,
) -> list[Outcome]:
    """Take in the given rows, in one transaction; refused ones are told and stop nothing.

    Each reference and each receipt number may be in `rows` once. Rows that are there already are left, so a
    repeat changes nothing. A dry run gives the same outcomes, writes nothing, and needs `earlier` to know of
    its own former batches. `create_offers` makes unknown offers, archived and without products, instead of
    refusing the row.
    """
    with transaction.atomic():
        judge = Judge(rows, earlier=earlier if dry_run else None, create_offers=create_offers, locks=not dry_run)
        outcomes = [judge.judge(row) for row in rows]
        if not dry_run:
            accepted = [row for row, outcome in zip(rows, outcomes, strict=True) if outcome.kind == "created"]
            _Batch(judge, accepted, by=by).write()
    return outcomes


class _Batch:
    """The rows to write, and the objects they become."""

    def __init__(self, judge: Judge, rows: Sequence[ImportedTransaction], *, by: Actor) -> None:
        self.judge, self.rows, self.by = judge, rows, by
        self.site: Site = get_site()
        self.contacts: dict[str, Contact] = judge.contacts
        self.purchases: dict[str, Purchase] = judge.purchases
        self.payments: dict[str, Payment] = judge.payments
        self.new_purchases: list[Purchase] = []
        self.new_payments: list[Payment] = []
        self.new_refunds: list[Refund] = []
        self.grants: list[Grant] = []
        self.ends: dict[UUID, datetime] = {}
        self.receipts: list[Receipt] = []

    def write(self) -> None:
        """Store everything, lower shelves first."""
        if not self.rows:
            return
        self._add_offers()
        self._add_contacts()
        for row in self.rows:
            if row.kind == "grant":
                self._give(row)
            elif row.kind == "payment":
                self._pay(row)
            else:
                self._pay_back(row)
        import_purchases(self.new_purchases, by=self.by)
        import_payments(self.new_payments, self.new_refunds)
        import_grants(self.grants, by=self.by)
        import_ends(self.ends)
        self._point_refunds_at_receipts()
        prefixes = {SeriesKind.RECEIPT: self.site.receipt_prefix, SeriesKind.REFUND: self.site.refund_prefix}
        import_receipts(self.receipts, prefixes=prefixes, by=self.by)

    def _add_offers(self) -> None:
        offers = [offer for offer in self.judge.new_offers if offer.id in self.judge.used_offers]
        Offer.objects.bulk_create(offers)
        record_many([new_entry("offer.imported", by=self.by, subject_id=offer.id) for offer in offers])

    def _add_contacts(self) -> None:
        """People whom only the transactions know. Known ones keep the details they have."""
        unknown: dict[str, ImportedContact] = {}
        for row in self.rows:
            if email_of(row) not in self.contacts:
                details = self.judge.details[row.reference]
                unknown.setdefault(email_of(row), ImportedContact(details, created_at=row.at))
        for outcome in import_contacts(list(unknown.values()), by=self.by):
            if outcome.contact is not None:
                self.contacts[outcome.contact.email] = outcome.contact

    def _offer(self, row: ImportedTransaction) -> Offer:
        offer = self.judge.offers.find(row.offer, row.currency)
        if offer is None:
            raise ValueError("an accepted row has an offer")
        return offer

    def _give(self, row: ImportedTransaction) -> None:
        for product_id in self.judge.offers.products.get(self._offer(row).id, []):
            self.grants.append(
                Grant(
                    contact=self.contacts[email_of(row)],
                    product_id=product_id,
                    source=Source.IMPORT,
                    since=row.at,
                    until=row.until,
                    reference=row.reference,
                )
            )

    def _pay(self, row: ImportedTransaction) -> None:
        purchase = self.purchases.get(row.purchase or row.reference) or self._buy(row)
        payment = Payment(
            contact=self.contacts[email_of(row)],
            purchase=purchase,
            amount_minor=row.amount_minor,
            currency=row.currency,
            paid_at=row.at,
            method=row.method,
            processor=row.processor,
            instalment=row.instalment,
            reference=row.reference,
        )
        self.new_payments.append(payment)
        self.payments[row.reference] = payment
        if row.until:
            self.ends[purchase.id] = row.until
        self._prove(row, payment)

    def _buy(self, row: ImportedTransaction) -> Purchase:
        offer = self._offer(row)
        purchase = Purchase(
            contact=self.contacts[email_of(row)],
            offer=offer,
            title=offer.title,
            pricing=offer.pricing,
            amount_minor=row.amount_minor,
            currency=row.currency,
            instalments=offer.instalments,
            interval=offer.interval,
            bought_at=row.at,
            reference=row.purchase or row.reference,
        )
        self.new_purchases.append(purchase)
        self.purchases[str(purchase.reference)] = purchase
        for product_id in self.judge.offers.products.get(offer.id, []):
            self.grants.append(
                Grant(
                    contact=purchase.contact,
                    product_id=product_id,
                    purchase=purchase,
                    source=Source.PURCHASE,
                    since=row.at,
                )
            )
        return purchase

    def _pay_back(self, row: ImportedTransaction) -> None:
        payment = self.payments[row.refund_of]
        refund = Refund(
            contact=self.contacts[email_of(row)],
            payment=payment,
            amount_minor=row.amount_minor,
            currency=row.currency,
            refunded_at=row.at,
            reference=row.reference,
        )
        self.new_refunds.append(refund)
        if row.until:
            self.ends[payment.purchase_id] = row.until
        self._prove(row, refund)

    def _prove(self, row: ImportedTransaction, source: Payment | Refund) -> None:
        payment = source if isinstance(source, Payment) else source.payment
        contact = self.contacts[email_of(row)]
        receipt = new_receipt(
            contact=contact,
            source=source,
            amounts=_amounts(row, payment.purchase.title),
            site=self.site,
            issued_at=row.at,
        )
        receipt.number = row.number
        if row.says_who:
            receipt.made_out_to = self.judge.details[row.reference].to_json()
        self.receipts.append(receipt)

    def _point_refunds_at_receipts(self) -> None:
        by_payment = {receipt.payment_id: receipt for receipt in self.receipts if receipt.payment_id}
        wanted = [each.refund.payment_id for each in self.receipts if each.refund]
        by_payment |= receipts_of_payments(payment_id for payment_id in wanted if payment_id not in by_payment)
        for receipt in self.receipts:
            if receipt.refund:
                receipt.refund_of = by_payment[receipt.refund.payment_id]


def _amounts(row: ImportedTransaction, title: str) -> Amounts:
    """The receipt's money facts: lines named, a refund's negative."""
    if row.amounts is None:
        raise ValueError("a payment or a refund has amounts")
    sign = -1 if row.kind == "refund" else 1
    lines = [
        replace(
            line,
            text=line.text or title,
            amount_minor=sign * line.amount_minor,
            unit_minor=sign * line.unit_minor,
        )
        for line in row.amounts.lines
    ]
    taxes = [
        replace(tax, base_minor=sign * tax.base_minor, amount_minor=sign * tax.amount_minor)
        for tax in row.amounts.taxes
    ]
    return Amounts(row.currency, sign * row.amount_minor, lines, taxes)
