"""Handing a receipt out: a version is kept as it was first seen or downloaded, and given back like that ever after.

The page redraws from the kept sheet; the PDF comes from the store byte for byte. Keeping is the one write that
a GET makes here. Of two first readers at once, one insert wins and both get what it kept.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portico.core.files import store
from portico.domain.receipts.errors import KeptCopyDamaged, NoSuchVersion
from portico.domain.receipts.models import HandedOut, Receipt
from portico.domain.receipts.paper.pdf import render_pdf
from portico.domain.receipts.paper.sheet import Sheet, from_json, to_json
from portico.domain.receipts.queries import load_versions
from portico.domain.receipts.sheets import build_sheet
from portico.domain.receipts.versions import Version

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HandedSheet:
    """A sheet as it was first handed out, the version it shows, and all versions there are, oldest first."""

    receipt: Receipt
    version: Version
    versions: list[Version]
    sheet: Sheet

    @property
    def is_newest(self) -> bool:
        """Whether no later version replaced it."""
        return self.version.number == len(self.versions)


def hand_out_page(receipt: Receipt, number: int | None = None) -> HandedSheet:
    """One version (the newest without a number) for a page, kept from now on.

    Raises NoSuchVersion, KeptCopyDamaged.
    """
    versions = load_versions(receipt)
    version = _pick(versions, number)
    return HandedSheet(receipt, version, versions, _sheet(_keep_sheet(receipt, version)))


def hand_out_pdf(receipt: Receipt, number: int | None = None) -> bytes:
    """The same as a PDF. It is drawn the first time, which is slow: call it outside a transaction.

    Raises NoSuchVersion, KeptCopyDamaged.
    """
    kept = _keep_sheet(receipt, _pick(load_versions(receipt), number))
    return _read_pdf(kept) if kept.pdf else _keep_pdf(kept, _draw(_sheet(kept)))


def _pick(versions: list[Version], number: int | None) -> Version:
    number = len(versions) if number is None else number
    if not 1 <= number <= len(versions):
        raise NoSuchVersion(number)
    return versions[number - 1]


def _keep_sheet(receipt: Receipt, version: Version) -> HandedOut:
    key = {"receipt_id": receipt.id, "version": version.number}
    kept = HandedOut.objects.filter(**key).first()
    if kept is None:
        sheet = build_sheet(
            receipt,
            version,
            purchase=receipt.purchase,
            original=receipt.refund_of,
            instalment=receipt.payment.instalment if receipt.payment else 0,
        )
        content = to_json(sheet)
        row = HandedOut(**key, sheet=content, sheet_sha256=store.content_hash(content), template=sheet.template)
        # One statement, so it needs no transaction; the second of two at once writes nothing.
        HandedOut.objects.bulk_create([row], ignore_conflicts=True)
        kept = HandedOut.objects.get(**key)
    return kept


def _sheet(kept: HandedOut) -> Sheet:
    content = bytes(kept.sheet)
    if store.content_hash(content) != kept.sheet_sha256:
        raise KeptCopyDamaged("the kept sheet does not have the hash it was kept with")
    return from_json(content)


def _draw(sheet: Sheet) -> bytes:
    fonts = settings.FONTS_FOLDER
    return render_pdf(sheet, logo=_logo(sheet), extra_fonts=Path(fonts) if fonts else None)


def _logo(sheet: Sheet) -> bytes | None:
    if not sheet.logo:
        return None
    try:
        return store.read(sheet.logo)
    except OSError:
        # A receipt without its picture still proves the payment; one that cannot be had does not.
        logger.warning("the logo of a receipt is missing from the store, drawn without it")
        return None


def _keep_pdf(kept: HandedOut, content: bytes) -> bytes:
    name = store.keep(content, room="receipts", ending="pdf")
    won = HandedOut.objects.filter(id=kept.id, pdf="").update(pdf=name, pdf_sha256=store.content_hash(content))
    if won:
        return content
    kept.refresh_from_db()
    return _read_pdf(kept)


def _read_pdf(kept: HandedOut) -> bytes:
    try:
        content = store.read(kept.pdf)
    except OSError as error:
        raise KeptCopyDamaged("the kept file is missing from the store") from error
    if store.content_hash(content) != kept.pdf_sha256:
        raise KeptCopyDamaged("the kept file does not have the hash it was kept with")
    return content
