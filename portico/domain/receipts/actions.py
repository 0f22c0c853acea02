"""Every write of receipts but imports (`imports`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.contacts.models import Contact
from portico.domain.payments.models import Payment, Refund
from portico.domain.receipts.errors import WrongSums
from portico.domain.receipts.models import Receipt, SeriesKind
from portico.domain.receipts.numbering import get_series, take_number
from portico.domain.site.models import Site


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What was sold. `tax_rate` is decimal text ("21") or empty; amounts include tax."""

    text: str
    amount_minor: int
    note: str = ""
    quantity: int = 1
    unit_minor: int = 0
    tax_rate: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTax:
    """One tax row: the tax on `base_minor` at `rate` (decimal text)."""

    name: str
    rate: str
    base_minor: int
    amount_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The money facts of one receipt, all in one currency. A refund's are negative."""

    currency: str
    total_minor: int
    lines: Sequence[ReceiptLine]
    taxes: Sequence[ReceiptTax] = field(default_factory=tuple)

    @property
    def tax_minor(self) -> int:
        """All tax together."""
        return sum(tax.amount_minor for tax in self.taxes)

    def check(self) -> None:
        """Raise WrongSums unless the lines make the total and the tax rows fit into it."""
        if sum(line.amount_minor for line in self.lines) != self.total_minor:
            raise WrongSums("the lines do not make the total")
        taxed = sum(tax.base_minor + tax.amount_minor for tax in self.taxes)
        if abs(taxed) > abs(self.total_minor):
            raise WrongSums("the tax rows are more than the total")
        if abs(self.tax_minor) > abs(self.total_minor) or self.tax_minor * self.total_minor < 0:
            raise WrongSums("the tax is more than the total, or of the other sign")


def seller_facts(site: Site) -> dict[str, str]:
    """The seller's side as it is today, frozen into a receipt at issue."""
    return {
        "name": site.seller_name or site.name,
        "registration": site.seller_registration,
        "address": site.seller_address,
        "tax_id": site.seller_tax_id,
        "title": site.receipt_title,
        "message": site.receipt_message,
        "contact_email": site.contact_email,
        "language": site.language,
        "time_zone": site.time_zone,
        "accent": site.accent,
        "logo": site.logo,
    }


def new_receipt(
    *, contact: Contact, source: Payment | Refund, amounts: Amounts, site: Site, issued_at: datetime
) -> Receipt:
    """A receipt that has no number yet and is not stored, for a payment or for a refund of a receipted payment."""
    amounts.check()
    payment = source if isinstance(source, Payment) else source.payment
    receipt = Receipt(
        contact=contact,
        purchase_id=payment.purchase_id,
        issued_at=issued_at,
        currency=amounts.currency,
        total_minor=amounts.total_minor,
        tax_minor=amounts.tax_minor,
        net_minor=amounts.total_minor - amounts.tax_minor,
        lines=[asdict(line) for line in amounts.lines],
        taxes=[asdict(tax) for tax in amounts.taxes],
        paid_with=payment.method,
        processor=payment.processor,
        seller=seller_facts(site),
        made_out_to=contact.details.to_json(),
    )
    if isinstance(source, Payment):
        receipt.payment = source
    else:
        receipt.refund = source
    return receipt


def issue_receipt(
    *,
    contact: Contact,
    source: Payment | Refund,
    amounts: Amounts,
    site: Site,
    issued_at: datetime,
    by: Actor,
) -> Receipt:
    """Issue the receipt of a payment or a refund, with the next number. One issued already is returned as it is."""
    is_payment = isinstance(source, Payment)
    with transaction.atomic():
        # Writers of the same receipt wait here, so that the second finds what the first issued. So does who changes the
        # details: the receipt is made out to those in force, and all later versions are counted in one order.
        contact = Contact.objects.select_for_update().get(pk=contact.pk)
        existing = Receipt.objects.filter(**({"payment": source} if is_payment else {"refund": source})).first()
        if existing is not None:
            return existing
        receipt = new_receipt(contact=contact, source=source, amounts=amounts, site=site, issued_at=issued_at)
        if isinstance(source, Refund):
            receipt.refund_of = Receipt.objects.get(payment_id=source.payment_id)
        kind = SeriesKind.RECEIPT if is_payment else SeriesKind.REFUND
        receipt.series = get_series(site.receipt_prefix if is_payment else site.refund_prefix, kind)
        receipt.number = take_number(receipt.series)
        receipt.save(force_insert=True)
        record(
            "receipt.issued",
            by=by,
            contact_id=contact.id,
            subject_id=receipt.id,
            facts={
                "number": receipt.number,
                "total_minor": receipt.total_minor,
                "currency": receipt.currency,
            },
        )
    return receipt
