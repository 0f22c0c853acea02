"""All receipts of a year as one ZIP, made while it is sent: one PDF at a time is in memory."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from zipstream import ZipStream

from portico.core import dates
from portico.domain.receipts.access import find_own_receipt
from portico.domain.receipts.errors import KeptCopyDamaged
from portico.domain.receipts.handing_out import hand_out_pdf
from portico.domain.receipts.queries import list_receipt_ids_of_year
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.ui.receipts import file_stem
from portico.interfaces.ui.requests import SignedInRequest

logger = logging.getLogger(__name__)


@settings_area
@require_safe
def receipts_of_year(request: SignedInRequest) -> HttpResponseBase:
    """The ZIP of `?year=2026`: the newest version of each receipt issued in that year, in the site's zone."""
    year = read_year(request.GET.get("year", ""))
    if year is None:
        raise Http404
    ids = list_receipt_ids_of_year(request.user.id, year, dates.zone(request.site.time_zone))
    if not ids:
        raise Http404
    unreadable = _("The kept copy of this receipt cannot be read. Ask %(site)s.") % {"site": request.site.name}
    chunks = iter(()) if request.method == "HEAD" else _zip(request.user.id, ids, unreadable)
    response = StreamingHttpResponse(chunks, content_type="application/zip")
    response["Content-Disposition"] = str(content_disposition_header(True, f"receipts-{year}.zip"))
    return response


def read_year(text: str) -> int | None:
    """A year of four digits in which something can have been bought, or None. Year 1 has no beginning in every zone."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() and 1970 <= int(text) <= 2200 else None


def _zip(contact_id: UUID, ids: list[UUID], unreadable: str) -> Iterator[bytes]:
    archive = ZipStream()  # stored, not compressed: PDFs are so already
    for receipt_id in ids:
        receipt = find_own_receipt(contact_id, receipt_id)
        if receipt is None:
            continue
        try:
            archive.add(hand_out_pdf(receipt), f"{file_stem(receipt.number)}.pdf")
        except KeptCopyDamaged as error:
            # The answer has begun: the gap is told inside the ZIP instead of breaking it off.
            logger.error("receipt %s cannot be handed out again: %s", receipt_id, error)  # noqa: TRY400  no trace of what is known
            archive.add(f"{unreadable}\n".encode(), f"{file_stem(receipt.number)}.txt")
        yield from archive.all_files()
    yield from archive.finalize()
