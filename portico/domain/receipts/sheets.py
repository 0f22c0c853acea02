"""From a receipt and one of its versions to its sheet: every text finished, in the site's language."""

from __future__ import annotations

import re
from datetime import UTC

from django.utils import translation
from django.utils.translation import gettext as _

from portico.domain.contacts.addresses import print_address
from portico.domain.contacts.details import Details
from portico.domain.contacts.tax_ids import find_kind, show_tax_id
from portico.domain.purchases.models import Purchase
from portico.domain.receipts import sheet_money
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.paper.sheet import TEMPLATE_VERSION, Party, Sheet
from portico.domain.receipts.versions import Version
from portico.domain.receipts.writing import Writing, group_names

_ACCENT = re.compile(r"#[0-9a-f]{6}")
_PLAIN_ACCENT = "#2743b8"  # for a receipt whose seller had none, as an imported one


def build_sheet(
    receipt: Receipt,
    version: Version,
    *,
    purchase: Purchase,
    original: Receipt | None = None,
    instalment: int = 0,
) -> Sheet:
    """The sheet of that version: of the same values always the same.

    `original` is the receipt that a refund's receipt gives back from; `instalment` the payment's place in its
    plan, 0 without one. The receipt's own relations are not read.
    """
    writing = Writing.of(receipt)
    with translation.override(writing.language):
        title = _title(receipt)
        return Sheet(
            template=TEMPLATE_VERSION,
            language=writing.language,
            direction="rtl" if writing.is_right_to_left else "ltr",
            at=version.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            document_title=f"{title} {receipt.number}",
            title=title,
            number=receipt.number,
            number_label=_("Number"),
            date=writing.day(receipt.issued_at),
            state=sheet_money.state(receipt, version),
            version_line=_version_line(version, writing),
            accent=_accent(receipt),
            logo=receipt.seller.get("logo", ""),
            seller=Party(_("From"), _seller_lines(receipt.seller)),
            buyer=Party(_("To"), buyer_lines(version.details, writing.language)),
            purchase=Party(_("Purchase"), _purchase_lines(purchase, original, instalment, writing)),
            columns=sheet_money.columns(receipt),
            lines=sheet_money.lines(receipt, writing),
            sums=sheet_money.sums(receipt, version, writing),
            payment=sheet_money.payment(receipt, version, writing),
            notes=_notes(receipt, writing),
            page_label=_("Page {page} of {pages}"),
        )


def _title(receipt: Receipt) -> str:
    return _("Refund receipt") if receipt.refund_id else receipt.seller.get("title") or _("Receipt")


def _accent(receipt: Receipt) -> str:
    accent = receipt.seller.get("accent", "").lower()
    return accent if _ACCENT.fullmatch(accent) else _PLAIN_ACCENT


def _seller_lines(seller: dict[str, str]) -> tuple[str, ...]:
    address = [line.strip() for line in seller.get("address", "").splitlines()]
    tax_id = seller.get("tax_id", "")
    lines = [seller.get("name", ""), *address, seller.get("registration", "")]
    lines.append(_("VAT %(number)s") % {"number": tax_id} if tax_id else "")
    return tuple(line for line in lines if line)


def buyer_lines(details: Details, language: str) -> tuple[str, ...]:
    """Company, name, address as its country writes it, tax ID, email; what is empty is left out."""
    tax_id = details.tax_id
    kind = find_kind(tax_id.country, tax_id.kind)
    shown = show_tax_id(tax_id)
    lines = [
        details.company,
        details.full_name,
        *print_address(details.address, language),
        f"{kind.short} {shown}" if kind and shown else shown,
        details.email,
    ]
    return tuple(line for line in lines if line)


def _purchase_lines(purchase: Purchase, original: Receipt | None, instalment: int, writing: Writing) -> tuple[str, ...]:
    lines = [purchase.title, _("Bought %(moment)s") % {"moment": writing.moment(purchase.bought_at)}]
    if instalment and purchase.instalments:
        lines.append(_("Payment %(number)s of %(all)s") % {"number": instalment, "all": purchase.instalments})
    if original:
        words = {"number": original.number, "date": writing.day(original.issued_at)}
        lines.append(_("Refund of receipt %(number)s of %(date)s") % words)
    return tuple(lines)


def _version_line(version: Version, writing: Writing) -> str:
    if version.number == 1:
        return ""
    if version.cause == "refund":
        refund = version.refunds[-1]
        why = _("refund %(number)s of %(amount)s") % {
            "number": refund.number,
            "amount": writing.money(-refund.total_minor),
        }
    else:
        why = group_names(version.changed)
    return _("Version %(number)s of %(date)s, replaces version %(before)s: %(why)s") % {
        "number": version.number,
        "date": writing.day(version.at),
        "before": version.number - 1,
        "why": why,
    }


def _notes(receipt: Receipt, writing: Writing) -> tuple[str, ...]:
    seller = receipt.seller
    tax_notes = [
        f"{tax['name']} {writing.rate(tax['rate'])}: {tax['note']}" for tax in receipt.taxes if tax.get("note")
    ]
    sentences = []
    if receipt.tax_minor:
        sentences.append(_("Amounts include %(tax)s.") % {"tax": sheet_money.tax_word(receipt)})
    if seller.get("contact_email"):
        sentences.append(_("Questions? %(email)s") % {"email": seller["contact_email"]})
    as_issued = _("Amounts, dates and numbers are as first issued. Times are in %(zone)s.")
    lines = [
        *tax_notes,
        seller.get("message", ""),
        " ".join(sentences),
        as_issued % {"zone": writing.zone.key},
    ]
    return tuple(line for line in lines if line)
