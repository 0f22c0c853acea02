"""A customer's receipt for the team: the same kept sheet, in the back office's frame."""

from __future__ import annotations

import logging
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.domain.receipts.access import find_receipt
from portico.domain.receipts.errors import KeptCopyDamaged, NoSuchVersion
from portico.domain.receipts.handing_out import hand_out_page, hand_out_pdf
from portico.domain.receipts.models import Receipt
from portico.domain.site.queries import list_freezes
from portico.domain.team.rights import Right
from portico.interfaces.office.gates import team
from portico.interfaces.ui.errors import error_response
from portico.interfaces.ui.pages import render, shown_site
from portico.interfaces.ui.receipts import ReceiptUrls, pdf_response, receipt_page
from portico.interfaces.ui.requests import SignedInRequest

logger = logging.getLogger(__name__)
URLS = ReceiptUrls(
    page="office_receipt",
    pdf="office_receipt_pdf",
    version="office_receipt_version",
    version_pdf="office_receipt_version_pdf",
)


@team(Right.READ)
@require_safe
def receipt(request: HttpRequest, receipt_id: UUID, number: int | None = None) -> HttpResponse:
    """The page of any receipt. Opening a version keeps it as it was shown."""
    asked, found = cast("SignedInRequest", request), _get(receipt_id)
    try:
        handed = hand_out_page(found, number)
    except NoSuchVersion as error:
        raise Http404 from error
    except KeptCopyDamaged as error:
        return _damaged(asked, found, error)
    page = receipt_page(handed, site=asked.site, freezes=list_freezes(), urls=URLS, reader="team")
    return render(request, "office/receipt.jinja", {"page": page, "contact": found.contact})


@team(Right.READ)
@require_safe
def receipt_pdf(request: HttpRequest, receipt_id: UUID, number: int | None = None) -> HttpResponse:
    """Its PDF, the same bytes each time a version is asked for."""
    found = _get(receipt_id)
    try:
        content = hand_out_pdf(found, number)
    except NoSuchVersion as error:
        raise Http404 from error
    except KeptCopyDamaged as error:
        return _damaged(cast("SignedInRequest", request), found, error)
    return pdf_response(content, number=found.number, version=number)


def _get(receipt_id: UUID) -> Receipt:
    found = find_receipt(receipt_id)
    if found is None:
        raise Http404
    return found


def _damaged(request: SignedInRequest, found: Receipt, error: KeptCopyDamaged) -> HttpResponse:
    logger.error("receipt %s cannot be handed out again: %s", found.id, error)
    return error_response(
        500,
        site=shown_site(request.site),
        title=_("The kept copy of this receipt cannot be read"),
        sentence=_("Receipt %(number)s itself is safe. Bring back the files folder from a backup.")
        % {"number": found.number},
        home_url=reverse("office_contact", args=[found.contact_id]),
    )
