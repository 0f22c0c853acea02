"""One receipt: its page and its PDF, the newest version or the one asked for."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.domain.receipts.access import find_own_receipt
from portico.domain.receipts.errors import KeptCopyDamaged, NoSuchVersion
from portico.domain.receipts.handing_out import hand_out_page, hand_out_pdf
from portico.domain.receipts.models import Receipt
from portico.domain.site.queries import list_freezes
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.ui.errors import error_response
from portico.interfaces.ui.pages import render, shown_site
from portico.interfaces.ui.receipts import ReceiptUrls, pdf_response, receipt_page
from portico.interfaces.ui.requests import SignedInRequest

logger = logging.getLogger(__name__)
URLS = ReceiptUrls()


@settings_area
@require_safe
def receipt(request: SignedInRequest, receipt_id: UUID, number: int | None = None) -> HttpResponse:
    """The page of a receipt of one's own. Opening a version keeps it as it was shown."""
    found = _own(request, receipt_id)
    try:
        handed = hand_out_page(found, number)
    except NoSuchVersion as error:
        raise Http404 from error
    except KeptCopyDamaged as error:
        return _damaged(request, found, error)
    page = receipt_page(handed, site=request.site, freezes=list_freezes(), urls=URLS)
    return render(request, "portal/receipt.jinja", {"page": page})


@settings_area
@require_safe
def receipt_pdf(request: SignedInRequest, receipt_id: UUID, number: int | None = None) -> HttpResponse:
    """The PDF of a receipt of one's own, the same bytes each time a version is asked for."""
    found = _own(request, receipt_id)
    try:
        content = hand_out_pdf(found, number)
    except NoSuchVersion as error:
        raise Http404 from error
    except KeptCopyDamaged as error:
        return _damaged(request, found, error)
    return pdf_response(content, number=found.number, version=number)


def _own(request: SignedInRequest, receipt_id: UUID) -> Receipt:
    found = find_own_receipt(request.user.id, receipt_id)
    if found is None:
        raise Http404
    return found


def _damaged(request: SignedInRequest, found: Receipt, error: KeptCopyDamaged) -> HttpResponse:
    logger.error("receipt %s cannot be handed out again: %s", found.id, error)
    return error_response(
        500,
        site=shown_site(request.site),
        title=_("The kept copy of this receipt cannot be read"),
        sentence=_("Receipt %(number)s itself is safe, and no other copy is handed out in its place.")
        % {"number": found.number},
        home_url=reverse("purchases"),
    )
