"""Whether a transaction may be taken in. Decides on plain facts, so a dry run decides like a real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from portico.core.text import canonical_email
from portico.domain.catalog.imports import OfferNames, new_archived_offer
from portico.domain.catalog.models import Offer
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import InvalidDetails
from portico.domain.contacts.imports import cleaned_import
from portico.domain.contacts.models import Contact
from portico.domain.grants.imports import known_grants
from portico.domain.payments.imports import known_payments, known_refunds, refunded_so_far
from portico.domain.purchases.imports import known_purchases
from portico.domain.receipts.imports import fits_a_series, kinds_of_series, known_numbers
from portico.domain.receipts.models import SeriesKind
from portico.workflows.import_transactions.rows import ImportedTransaction


class Earlier(Protocol):
    """What a dry run would have written in earlier batches; a real run finds it in the database."""

    def remember(self, facts: dict[str, Any]) -> None: ...
    def recall(self, keys: Iterable[str]) -> dict[str, Any]: ...


@dataclass(slots=True)
class Outcome:
    """What became of a row. `faults` maps a column (or "" for the whole row) to why it was refused."""

    kind: Literal["created", "left", "refused"]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Paid:
    """The facts of a payment that a refund is held to."""

    email: str
    amount_minor: int
    currency: str
    refunded_minor: int


class Judge:
    """Knows what is stored that the rows of one batch touch, and what the rows before added to it.

    `locks` holds the contacts until the transaction ends.
    """

    def __init__(
        self, rows: Sequence[ImportedTransaction], *, earlier: Earlier | None, create_offers: bool, locks: bool
    ) -> None:
        references = [row.reference for row in rows]
        self.earlier = earlier
        self.offers = OfferNames()
        self.create_offers = create_offers
        self.new_offers: list[Offer] = []
        self.used_offers: set[UUID] = set()  # of accepted rows: an offer that only refused ones name is not made
        self.payments = known_payments([*references, *(row.refund_of for row in rows if row.refund_of)])
        self.refunds = known_refunds(references)
        self.grants = known_grants(references)
        self.purchases = known_purchases(row.purchase for row in rows if row.purchase)
        self.taken_numbers = known_numbers(row.number for row in rows if row.number)
        self.series = kinds_of_series()
        found = Contact.objects.filter(email__in={email_of(row) for row in rows}).order_by("id")
        # Locked, so that who changes these details meanwhile waits: versions of receipts are counted in one order.
        self.contacts = {contact.email: contact for contact in (found.select_for_update() if locks else found)}
        self.details: dict[str, Details] = {}  # cleaned, by reference
        self._paid = self._facts_of_payments()
        self._bought = {
            ref: (each.contact.email, each.offer.handle, each.currency) for ref, each in self.purchases.items()
        }
        self._recall(rows)

    def judge(self, row: ImportedTransaction) -> Outcome:
        """The outcome of one row; an accepted one counts for the rows behind it."""
        there = self._outcome_of_known(row)
        if there is not None:
            return there
        faults = self._faults_of_people(row)
        offer = self._offer_of(row, faults)
        if row.kind == "refund":
            self._check_refund(row, faults)
        elif row.kind == "payment" and offer is not None:
            self._check_purchase(row, offer, faults)
        if row.number:
            self._check_number(row, faults)
        if faults:
            return Outcome("refused", faults)
        self._accept(row, offer)
        return Outcome("created")

    def _outcome_of_known(self, row: ImportedTransaction) -> Outcome | None:
        """A transaction that was taken in before is left; its money facts never change."""
        grant = self.grants.get(row.reference)
        if row.kind == "grant" and grant is not None:
            return Outcome("left")
        there = self.refunds.get(row.reference) if row.kind == "refund" else self.payments.get(row.reference)
        if there is None or row.kind == "grant":
            return None
        if (there.amount_minor, there.currency) != (row.amount_minor, row.currency):
            return Outcome("refused", {"amount": _("This transaction was imported before, with another amount.")})
        return Outcome("left")

    def _faults_of_people(self, row: ImportedTransaction) -> dict[str, str]:
        try:
            self.details[row.reference] = cleaned_import(row.made_out_to)
        except InvalidDetails as error:
            return dict(error.errors)
        return {}

    def _offer_of(self, row: ImportedTransaction, faults: dict[str, str]) -> Offer | None:
        offer = self.offers.find(row.offer, row.currency)
        if offer is None and self.create_offers and row.kind == "payment" and row.offer:
            taken = [each.handle for each in self.new_offers]
            offer = new_archived_offer(row.offer, currency=row.currency, amount_minor=row.amount_minor, taken=taken)
            self.new_offers.append(offer)
            self.offers.add(offer)
        if offer is None and row.kind != "refund":
            faults["offer"] = _("There is no offer “%(name)s”, or more than one.") % {"name": row.offer}
        return offer

    def _check_purchase(self, row: ImportedTransaction, offer: Offer, faults: dict[str, str]) -> None:
        bought = self._bought.get(row.purchase or row.reference)
        if bought is None:
            return
        if bought[0] != email_of(row):
            faults["purchase_id"] = _("This purchase belongs to another contact.")
        elif bought[1] != offer.handle:
            faults["purchase_id"] = _("This purchase is of another offer.")
        elif bought[2] != row.currency:
            faults["currency"] = _("The purchase was made in %(currency)s.") % {"currency": bought[2]}

    def _check_refund(self, row: ImportedTransaction, faults: dict[str, str]) -> None:
        paid = self._paid.get(row.refund_of)
        if paid is None:
            faults["refund_of"] = _("The payment “%(id)s” was not imported.") % {"id": row.refund_of}
        elif paid.email != email_of(row):
            faults["email"] = _("The payment was made by another contact.")
        elif paid.currency != row.currency:
            faults["currency"] = _("The payment was made in %(currency)s.") % {"currency": paid.currency}
        elif row.amount_minor + paid.refunded_minor > paid.amount_minor:
            faults["amount"] = _("More would be given back than was paid.")

    def _check_number(self, row: ImportedTransaction, faults: dict[str, str]) -> None:
        kind = SeriesKind.REFUND if row.kind == "refund" else SeriesKind.RECEIPT
        if row.number in self.taken_numbers:
            faults["receipt_number"] = _("Another receipt has the number %(number)s.") % {"number": row.number}
        elif not fits_a_series(row.number, kind, self.series):
            faults["receipt_number"] = _(
                "“%(number)s” cannot be a number here: it ends in digits, and receipts and refund receipts"
                " have prefixes of their own."
            ) % {"number": row.number}

    def _accept(self, row: ImportedTransaction, offer: Offer | None) -> None:
        facts: dict[str, Any] = {}
        if row.number:
            self.taken_numbers.add(row.number)
        if row.kind == "refund":
            paid = self._paid[row.refund_of]
            paid.refunded_minor += row.amount_minor
            facts[f"paid {row.refund_of}"] = _as_list(paid)
        elif row.kind == "payment" and offer is not None:
            purchase = row.purchase or row.reference
            self._paid[row.reference] = Paid(email_of(row), row.amount_minor, row.currency, 0)
            self._bought.setdefault(purchase, (email_of(row), offer.handle, row.currency))
            self.used_offers.add(offer.id)
            facts[f"paid {row.reference}"] = _as_list(self._paid[row.reference])
            facts[f"bought {purchase}"] = [email_of(row), offer.handle, row.currency]
        if self.earlier is not None:
            self.earlier.remember(facts)

    def _facts_of_payments(self) -> dict[str, Paid]:
        back = refunded_so_far(payment.id for payment in self.payments.values())
        return {
            ref: Paid(each.contact.email, each.amount_minor, each.currency, back.get(each.id, 0))
            for ref, each in self.payments.items()
        }

    def _recall(self, rows: Sequence[ImportedTransaction]) -> None:
        if self.earlier is None:
            return
        keys = [f"paid {row.refund_of}" for row in rows if row.refund_of]
        keys += [f"bought {row.purchase}" for row in rows if row.purchase]
        for key, facts in self.earlier.recall(keys).items():
            kind, _space, reference = key.partition(" ")
            if kind == "paid":
                self._paid[reference] = Paid(*facts)
            else:
                self._bought[reference] = (facts[0], facts[1], facts[2])


def email_of(row: ImportedTransaction) -> str:
    """The buyer's address in its canonical form; as it is when it is none (the row is refused then)."""
    try:
        return canonical_email(row.made_out_to.email)
    except ValueError:
        return row.made_out_to.email


def _as_list(paid: Paid) -> list[object]:
    return [paid.email, paid.amount_minor, paid.currency, paid.refunded_minor]
