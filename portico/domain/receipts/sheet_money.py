"""The money side of a sheet: lines, sums, how it was paid. Computes only what refunds leave."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.domain.receipts.models import Receipt
from portico.domain.receipts.paper.sheet import Columns, Line, Payment, State, Sum
from portico.domain.receipts.versions import Version
from portico.domain.receipts.writing import Writing, processor_name


def tax_word(receipt: Receipt) -> str:
    """What the tax is called in a sentence of this receipt: its one name ("VAT"), or "tax"."""
    return _tax_name(receipt) or _("tax")


def _tax_name(receipt: Receipt) -> str:
    names = {str(tax["name"]) for tax in receipt.taxes}
    return names.pop() if len(names) == 1 else ""


def columns(receipt: Receipt) -> Columns:
    return Columns(_("What"), _("Quantity"), _tax_name(receipt) or _("Tax"), _("Amount"))


def lines(receipt: Receipt, writing: Writing) -> tuple[Line, ...]:
    return tuple(_line(line, receipt, writing) for line in receipt.lines)


def _line(line: dict[str, Any], receipt: Receipt, writing: Writing) -> Line:
    quantity = int(line.get("quantity", 1))
    unit = int(line.get("unit_minor", 0))
    note = str(line.get("note", ""))
    if quantity > 1 and unit:
        each = _("%(amount)s each") % {"amount": writing.money(unit)}
        note = f"{note}, {each}" if note else each
    is_deduction = line["amount_minor"] < 0 <= receipt.total_minor  # a coupon has no quantity
    return Line(
        str(line["text"]),
        note,
        "" if is_deduction else str(quantity),
        writing.rate(str(line.get("tax_rate", ""))),
        writing.money(line["amount_minor"]),
    )


def sums(receipt: Receipt, version: Version, writing: Writing) -> tuple[Sum, ...]:
    """Without tax, each tax, the total, each refund, what is left."""
    total = _("Total refunded") if receipt.refund_id else _("Total paid")
    return (
        *_taxes(receipt, writing),
        Sum(total, writing.money(receipt.total_minor), "total"),
        *_refunds(receipt, version, writing),
    )


def _taxes(receipt: Receipt, writing: Writing) -> list[Sum]:
    if not receipt.taxes:
        return []
    without = _("Without %(tax)s") % {"tax": tax_word(receipt)}
    rows = [Sum(without, writing.money(receipt.net_minor), "")]
    for tax in receipt.taxes:
        words = {
            "tax": tax["name"],
            "rate": writing.rate(tax["rate"]),
            "base": writing.money(tax["base_minor"]),
        }
        label = _("%(tax)s %(rate)s on %(base)s") if words["rate"] else _("%(tax)s on %(base)s")
        rows.append(Sum(label % words, writing.money(tax["amount_minor"]), ""))
    return rows


def _refunds(receipt: Receipt, version: Version, writing: Writing) -> list[Sum]:
    if not version.refunds:
        return []
    rows = [
        Sum(
            _("Refund of %(date)s") % {"date": writing.day(refund.issued_at)},
            writing.money(refund.total_minor),
            "refund",
        )
        for refund in version.refunds
    ]
    label = ngettext("Kept after refund", "Kept after refunds", len(rows))
    return [*rows, Sum(label, writing.money(kept_minor(receipt, version)), "kept")]


def kept_minor(receipt: Receipt, version: Version) -> int:
    """What is left of the payment after the refunds up to that version."""
    return receipt.total_minor + sum(refund.total_minor for refund in version.refunds)


def state(receipt: Receipt, version: Version) -> State:
    """How the payment stands at that version. A refund's own receipt says it in its title."""
    if receipt.refund_id:
        return State("", "refunded")
    if receipt.total_minor == 0:
        return State(_("Free"), "paid")
    if not version.refunds:
        return State(_("Paid"), "paid")
    if kept_minor(receipt, version) > 0:
        return State(_("Partly refunded"), "part")
    return State(_("Refunded"), "refunded")


def payment(receipt: Receipt, version: Version, writing: Writing) -> Payment:
    """How it was paid, and where refunds went."""
    if receipt.refund_id:
        return Payment(_gone_back(receipt, writing), ())
    given_back = (
        f"{_gone_back(refund, writing)} {_('Refund receipt %(number)s.') % {'number': refund.number}}"
        for refund in version.refunds
    )
    return Payment(_paid(receipt, writing), tuple(given_back))


def _paid(receipt: Receipt, writing: Writing) -> str:
    processor = processor_name(receipt.processor)
    words = {"method": receipt.paid_with, "date": writing.day(receipt.issued_at), "processor": processor}
    if receipt.total_minor == 0:
        return _("At no charge on %(date)s.") % words
    if not receipt.paid_with:
        return _("Paid on %(date)s.") % words
    if not processor or processor == receipt.paid_with:
        return _("Paid by %(method)s on %(date)s.") % words
    return _("Paid by %(method)s on %(date)s through %(processor)s.") % words


def _gone_back(refund: Receipt, writing: Writing) -> str:
    words = {
        "amount": writing.money(-refund.total_minor),
        "method": refund.paid_with,
        "date": writing.day(refund.issued_at),
    }
    if refund.paid_with:
        return _("%(amount)s went back to %(method)s on %(date)s.") % words
    return _("%(amount)s went back on %(date)s.") % words
