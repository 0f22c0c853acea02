"""The page of a receipt, for customers and for the team: the kept sheet, and its versions in words.

The frame around it is the caller's; the pieces are in `ui/receipt_page.jinja`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portico.core import dates
from portico.core.money import format_money
from portico.domain.receipts.handing_out import HandedSheet
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.paper.sheet import Sheet
from portico.domain.receipts.versions import Version
from portico.domain.receipts.writing import group_names
from portico.domain.site.models import DetailsFreeze, Site

Reader = Literal["customer", "team"]
_UNSAFE_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class ReceiptUrls:
    """Names of the four addresses of a receipt. All take `receipt_id`, those of a version also `number`."""

    page: str = "receipt"
    pdf: str = "receipt_pdf"
    version: str = "receipt_version"
    version_pdf: str = "receipt_version_pdf"

    def of(self, receipt_id: object) -> str:
        return reverse(self.page, kwargs={"receipt_id": receipt_id})

    def pdf_of(self, receipt_id: object) -> str:
        return reverse(self.pdf, kwargs={"receipt_id": receipt_id})

    def of_version(self, receipt_id: object, number: int) -> str:
        return reverse(self.version, kwargs={"receipt_id": receipt_id, "number": number})

    def pdf_of_version(self, receipt_id: object, number: int) -> str:
        return reverse(self.version_pdf, kwargs={"receipt_id": receipt_id, "number": number})


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in a list. `refund_number` and `refund_url` lead to the refund receipt that made it."""

    number: int
    date: str
    why: str
    url: str
    pdf_url: str
    is_newest: bool
    is_shown: bool = False
    refund_number: str = ""
    refund_url: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What `ui/receipt_page.jinja` draws. `frozen_on` is a day in words, "" where changes count."""

    sheet: Sheet
    logo_url: str
    number: int
    date: str
    pdf_url: str
    newest_number: int
    newest_url: str
    replaced: str
    """When the shown version was replaced, and by what, in words; "" for the newest."""
    shows_details_of_today: bool
    frozen_on: str
    rows: list[VersionRow]


def receipt_page(
    handed: HandedSheet,
    *,
    site: Site,
    freezes: list[DetailsFreeze],
    urls: ReceiptUrls,
    reader: Reader = "customer",
) -> ReceiptPage:
    """The page of one handed-out version. `freezes` are the site's."""
    receipt, version = handed.receipt, handed.version
    # Without a number only the newest version has an address that stays right when another one comes.
    pdf_url = urls.pdf_of(receipt.id) if handed.is_newest else urls.pdf_of_version(receipt.id, version.number)
    frozen_on = _frozen_on(receipt, freezes)
    return ReceiptPage(
        sheet=handed.sheet,
        logo_url=logo_url(handed.sheet.logo),
        number=version.number,
        date=day_on_receipt(receipt, version.at),
        pdf_url=pdf_url,
        newest_number=len(handed.versions),
        newest_url=urls.of(receipt.id),
        replaced=_replaced(handed),
        shows_details_of_today=(handed.is_newest and not frozen_on and version.details == receipt.contact.details),
        frozen_on=frozen_on,
        rows=version_rows(receipt, handed.versions, site=site, urls=urls, reader=reader, shown=version.number),
    )


def version_rows(
    receipt: Receipt,
    versions: list[Version],
    *,
    site: Site,
    urls: ReceiptUrls,
    reader: Reader = "customer",
    shown: int = 0,
) -> list[VersionRow]:
    """The versions in words, newest first."""
    return [
        VersionRow(
            number=version.number,
            date=day_on_receipt(receipt, version.at),
            why=_why(receipt, version, site, reader),
            url=urls.of_version(receipt.id, version.number),
            pdf_url=urls.pdf_of_version(receipt.id, version.number),
            is_newest=version.number == len(versions),
            is_shown=version.number == shown,
            refund_number=version.refunds[-1].number if version.cause == "refund" else "",
            refund_url=urls.of(version.refunds[-1].id) if version.cause == "refund" else "",
        )
        for version in reversed(versions)
    ]


def short_reason(receipt: Receipt, version: Version) -> str:
    """What made a version, as a line of a list: "Name, tax ID"."""
    if version.cause == "issue":
        return _("As first issued")
    if version.cause == "refund":
        return _("Refund of %(amount)s") % {"amount": _money(receipt, -version.refunds[-1].total_minor)}
    names = group_names(version.changed)
    return names[:1].upper() + names[1:]


def day_on_receipt(receipt: Receipt, at: datetime) -> str:
    """The day as the receipt itself prints it: in the zone it was issued with, not the reader's."""
    zone = dates.zone(receipt.seller.get("time_zone", ""))
    return dates.day_text(at.astimezone(zone).date(), translation.get_language() or "en")


def logo_url(name: str) -> str:
    """The address of a stored logo, "" for none."""
    return reverse("site_logo", args=[name.rpartition("/")[2].removesuffix(".png")]) if name else ""


def file_stem(number: str) -> str:
    """A receipt's number as a file may be called."""
    return _UNSAFE_IN_NAMES.sub("-", number).strip(".-") or "receipt"


def pdf_response(content: bytes, *, number: str, version: int | None = None) -> HttpResponse:
    """The PDF as a download, called after the receipt's number and the version, if one was asked for."""
    stem = file_stem(number) + (f"-version-{version}" if version else "")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(True, f"{stem}.pdf"))
    return response


def _why(receipt: Receipt, version: Version, site: Site, reader: Reader) -> str:
    if version.cause != "details":
        return short_reason(receipt, version)
    words = {"what": group_names(version.changed), "site": site.name}
    if version.by_kind == "customer":
        return (
            _("Changed by you: %(what)s") if reader == "customer" else _("Changed by the customer: %(what)s")
        ) % words
    if version.by_kind == "team":
        return (
            _("Changed by %(site)s: %(what)s") if reader == "customer" else _("Changed by the team: %(what)s")
        ) % words
    if version.by_kind == "import":
        return _("Changed by an import: %(what)s") % words
    return _("Changed: %(what)s") % words


def _replaced(handed: HandedSheet) -> str:
    if handed.is_newest:
        return ""
    following = handed.versions[handed.version.number]
    why = short_reason(handed.receipt, following)
    words = {"date": day_on_receipt(handed.receipt, following.at), "why": why[:1].lower() + why[1:]}
    return _("It was replaced on %(date)s: %(why)s.") % words


def _frozen_on(receipt: Receipt, freezes: list[DetailsFreeze]) -> str:
    """The day whose details stay on the receipt while the site freezes: its issue, or the freeze's begin."""
    still = next((freeze for freeze in freezes if freeze.until_at is None), None)
    return day_on_receipt(receipt, max(receipt.issued_at, still.from_at)) if still else ""


def _money(receipt: Receipt, amount_minor: int) -> str:
    return format_money(amount_minor, receipt.currency, translation.get_language() or "en")
