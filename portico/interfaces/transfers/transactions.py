"""Payments, refunds, free purchases and given access from a CSV file."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.core.text import has_unshowable
from portico.domain.receipts.actions import Amounts, ReceiptLine, ReceiptTax
from portico.domain.receipts.errors import WrongSums
from portico.domain.site.queries import get_site
from portico.workflows import import_transactions
from portico.workflows.import_transactions import ImportedTransaction, Outcome
from portico.workflows.import_transactions.rows import Kind

from . import values
from .contacts import email_key, read_details
from .headers import TRANSACTION_COLUMNS
from .refusals import Fault, RowRefused
from .scratch import Scratch

# What files call the three things that we know; "free" is a payment of nothing.
_TYPES: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(
        ("payment", "charge", "sale", "purchase", "order", "paid", "succeeded", "subscribe",
        "subscription charge",
         "subscription", "invoice", "free", "free purchase", "completed"),
        "payment",
    ),
    **dict.fromkeys(("refund", "refunded", "partial refund"), "refund"),
    **dict.fromkeys(("grant", "granted"), "grant"),
}  # fmt: skip
LIST_SEPARATOR: Final = "|"
# Far above real receipts, and inside what a receipt can be drawn with.
LONGEST_TEXT: Final = 300
MOST_LINES: Final = 200
_LIMITS: Final = {
    "transaction_id": 255, "purchase_id": 255, "refund_of": 255, "payment_method": 100, "processor": 40,
    "receipt_number": 40, "tax_note": 200,
}  # fmt: skip
_CARD_NUMBER: Final = re.compile(r"(?:\d[ -]?){12,}")


class TransactionFile:
    """A file of transactions, oldest first: a refund stands behind its payment."""

    columns: ClassVar = TRANSACTION_COLUMNS
    required: ClassVar = ("transaction_id", "date", "email", "offer")

    def __init__(self, *, by: Actor, create_offers: bool = False) -> None:
        self.by = by
        self.create_offers = create_offers
        self.zone = values.get_zone(get_site().time_zone)

    def read(self, cells: Mapping[str, str]) -> ImportedTransaction:
        """Raises RowRefused for values that cannot be what their column says."""
        _check_texts(cells)
        kind = _kind(cells)
        until = cells.get("until", "")
        return ImportedTransaction(
            kind=kind,
            reference=cells["transaction_id"],
            at=values.instant("date", cells["date"], self.zone),
            made_out_to=read_details(cells),
            offer=cells["offer"],
            amounts=None if kind == "grant" else _amounts(cells, kind),
            method=cells.get("payment_method", ""),
            processor=cells.get("processor", ""),
            number=cells.get("receipt_number", ""),
            refund_of=cells.get("refund_of", ""),
            instalment=_instalment(cells.get("instalment", "")),
            purchase=cells.get("purchase_id", ""),
            until=values.end_of_access("until", until, self.zone) if until else None,
        )

    def keys(self, row: ImportedTransaction) -> Sequence[tuple[str, str]]:
        """A transaction stands once in a file, a receipt's number too."""
        email_key(row.made_out_to.email)
        found = [("transaction_id", row.reference)]
        return [*found, ("receipt_number", row.number)] if row.number else found

    def write(self, rows: Sequence[ImportedTransaction], *, dry_run: bool, scratch: Scratch) -> Sequence[Outcome]:
        """Hand them to the story that joins contacts, purchases, payments, access and receipts."""
        return import_transactions.run(
            rows, by=self.by, dry_run=dry_run, earlier=scratch, create_offers=self.create_offers
        )


def _check_texts(cells: Mapping[str, str]) -> None:
    if not cells["transaction_id"]:
        raise RowRefused(Fault("transaction_id", _("The row has no name of its own, so it could come in twice.")))
    for name, limit in _LIMITS.items():
        text = cells.get(name, "")
        if len(text) > limit:
            raise RowRefused(Fault(name, _("This is longer than %(limit)d characters.") % {"limit": limit}))
        if has_unshowable(text):
            raise RowRefused(Fault(name, _("This holds a character that cannot be printed.")))
    for name in ("line", "tax_name"):
        _check_list(name, _list(cells, name))
    if _CARD_NUMBER.search(cells.get("payment_method", "")):
        raise RowRefused(Fault("payment_method", _("This looks like a card number. Keep the last four digits only.")))


def _check_list(name: str, texts: Sequence[str]) -> None:
    """What a receipt prints line by line."""
    if len(texts) > MOST_LINES:
        raise RowRefused(Fault(name, _("A receipt has %(most)d lines at most.") % {"most": MOST_LINES}))
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise RowRefused(Fault(name, _("This is longer than %(limit)d characters.") % {"limit": LONGEST_TEXT}))
    if any(has_unshowable(text) for text in texts):
        raise RowRefused(Fault(name, _("This holds a character that cannot be printed.")))


def _kind(cells: Mapping[str, str]) -> Kind:
    said = re.sub(r"[\W_]+", " ", cells.get("type", "").strip().lower()).strip()
    if said:
        kind = _TYPES.get(said)
        if kind is None:
            raise RowRefused(
                Fault("type", _("“%(type)s” is not payment, refund, free or grant.") % {"type": cells["type"]})
            )
        return kind
    if cells.get("refund_of") or cells.get("amount", "").lstrip().startswith(("-", "\u2212", "(")):
        return "refund"
    return "payment"


def _amounts(cells: Mapping[str, str], kind: Kind) -> Amounts:
    """The money facts, positive. Lists in one cell are parted by a bar: "21 | 9"."""
    if not cells.get("currency"):
        raise RowRefused(Fault("currency", _("An amount needs its currency.")))
    currency = values.currency("currency", cells["currency"])
    total = values.amount_minor("amount", cells.get("amount", "") or "0", currency)
    if total < 0 and kind == "payment":
        raise RowRefused(Fault("amount", _("A payment is not negative. Money that went back is a refund.")))
    total = abs(total)  # files write a refund with or without its sign
    amounts = Amounts(currency, total, _lines(cells, total, currency), _taxes(cells, total, currency))
    try:
        amounts.check()
    except WrongSums:
        column = "line_amount" if cells.get("line_amount") else "tax_amount"
        raise RowRefused(Fault(column, _("The parts do not add up to the amount."))) from None
    return amounts


def _lines(cells: Mapping[str, str], total: int, currency: str) -> tuple[ReceiptLine, ...]:
    texts, amounts = _list(cells, "line"), _list(cells, "line_amount")
    rates = [values.rate("line_tax_rate", each) for each in _list(cells, "line_tax_rate")]
    if not amounts:
        quantity = values.whole_number("quantity", cells.get("quantity") or "1", most=100_000)
        rate = ", ".join(values.rate("tax_rate", each) for each in _list(cells, "tax_rate"))
        text = texts[0] if len(texts) == 1 else ""
        unit = total // quantity if total % quantity == 0 else 0
        return (ReceiptLine(text, total, quantity=quantity, unit_minor=unit, tax_rate=rate if "," not in rate else ""),)
    if len(texts) != len(amounts) or (rates and len(rates) != len(amounts)):
        raise RowRefused(Fault("line", _("The lines do not have as many texts, amounts and rates.")))
    rates = rates or [""] * len(amounts)
    return tuple(
        ReceiptLine(text, minor, unit_minor=minor, tax_rate=rate)
        for text, amount, rate in zip(texts, amounts, rates, strict=True)
        for minor in (values.amount_minor("line_amount", amount, currency),)
    )


def _taxes(cells: Mapping[str, str], total: int, currency: str) -> tuple[ReceiptTax, ...]:
    rates, amounts = _list(cells, "tax_rate"), _list(cells, "tax_amount")
    names, bases = _list(cells, "tax_name"), _list(cells, "tax_base")
    if not rates and not any(amounts):
        return ()
    if len(amounts) != max(len(rates), 1) or (bases and len(bases) != len(amounts)):
        raise RowRefused(Fault("tax_amount", _("The taxes do not have as many rates, bases and amounts.")))
    minors = [abs(values.amount_minor("tax_amount", each, currency)) for each in amounts]
    known = [abs(values.amount_minor("tax_base", each, currency)) for each in bases]
    if not known and len(minors) > 1:
        raise RowRefused(Fault("tax_base", _("With several taxes each needs the amount it is on.")))
    known = known or [total - minors[0]]
    note = cells.get("tax_note", "")
    return tuple(
        ReceiptTax(
            _at(names, place, _("VAT")),
            values.rate("tax_rate", _at(rates, place, _rate(base, minor))),
            base,
            minor,
            note,
        )
        for place, (base, minor) in enumerate(zip(known, minors, strict=True))
    )


def _rate(base: int, minor: int) -> str:
    """The rate that a file left out, worked out of amount and base to a tenth of a percent."""
    return str((Decimal(100 * minor) / base).quantize(Decimal("0.1"))) if base else "0"


def _at(items: Sequence[str], place: int, otherwise: str) -> str:
    return items[place] if place < len(items) and items[place] else otherwise


def _list(cells: Mapping[str, str], column: str) -> list[str]:
    text = cells.get(column, "")
    return [part.strip() for part in text.split(LIST_SEPARATOR)] if text else []


def _instalment(text: str) -> int:
    """The third of a plan is written "3 of 6", "3/6" or "3"."""
    found = re.match(r"\s*(\d+)(?:\s*(?:of|/|van|von|de)\s*\d+)?\s*$", text)
    if not text.strip():
        return 0
    return values.whole_number("instalment", found[1] if found else text, most=1000)
