"""One contact: everything about them on one page."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portico.core import ids
from portico.core.history.pages import entry_page
from portico.domain.contacts import email_changes
from portico.domain.contacts.addresses import print_address
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.queries import find_contact, list_details_versions
from portico.domain.contacts.tax_ids import checked_sentence, find_kind, show_tax_id
from portico.domain.grants.customers import customers_among
from portico.domain.grants.queries import list_grants
from portico.domain.payments.spent import spent_by
from portico.domain.profiles.avatars import tokens_of
from portico.domain.receipts.purchase_history import Bought, Filters, list_purchase_history
from portico.domain.team.models import Membership, Role
from portico.domain.team.rights import Right, may
from portico.interfaces.office.contacts.directory_panel import DirectoryPanel, directory_panel
from portico.interfaces.office.contacts.shapes import ExternalIdForm, GrantRow, PurchaseRow
from portico.interfaces.office.contacts.topics import topic_context
from portico.interfaces.office.contacts.wording import history_line
from portico.interfaces.office.gates import team
from portico.interfaces.ui.pages import render, shown_person
from portico.interfaces.ui.requests import SignedInRequest

SAVED = "office_saved"  # in the session: what a page says once after a redirect
TAX_FIELDS = frozenset({"country", "tax_country", "tax_kind", "tax_number"})
RECEIPTS_SHOWN = 10  # the others wait behind a button


def get_contact(contact_id: UUID) -> Contact:
    """The contact, or the page that says there is none."""
    contact = find_contact(contact_id)
    if contact is None:
        raise Http404
    return contact


@team(Right.READ)
@require_safe
def contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The page of one contact."""
    return show_contact(cast("SignedInRequest", request), get_contact(contact_id))


def show_contact(
    request: SignedInRequest,
    shown: Contact,
    *,
    external: ExternalIdForm | None = None,
    directory: DirectoryPanel | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form of the external user ID or the directory entry as it was sent when that was refused."""
    bought, purchase_pages = _bought(request, shown)
    history, history_pages = _history(request, shown)
    receipts = [row for each in bought for row in each.receipts]
    receipts.sort(key=lambda row: (row[0].issued_at, row[0].id), reverse=True)
    role = Membership.objects.filter(contact_id=shown.id).values_list("role", flat=True).first()
    context = {
        "contact": shown,
        "person": shown_person(shown, avatar_token=tokens_of([shown.id]).get(shown.id, "")),
        "role_label": str(Role(role).label) if role else "",
        "is_customer": bool(customers_among([shown.id])),
        "spent": spent_by([shown.id]).get(shown.id, []),
        "pending": email_changes.find_pending(shown),
        "external": external or ExternalIdForm.of(shown),
        "directory": directory or directory_panel(shown),
        "purchases": [PurchaseRow.of(each) for each in bought],
        "purchase_pages": purchase_pages,
        "receipts": receipts[:RECEIPTS_SHOWN],
        "older_receipts": receipts[RECEIPTS_SHOWN:],
        "grants": [GrantRow.of(grant) for grant in list_grants(shown.id)],
        "history": history,
        "history_pages": history_pages,
        "zone": timezone.get_current_timezone_name(),
        "can_edit": may(request.role, Right.EDIT_CONTACTS),
        "saved": request.session.pop(SAVED, "") if SAVED in request.session else "",
        **_details(shown),
        **topic_context(shown),
    }
    return render(request, "office/contact.jinja", context, status=status)


def _details(shown: Contact) -> dict[str, Any]:
    versions = list_details_versions(shown.id)
    kind = find_kind(shown.tax_country, shown.tax_kind)
    return {
        "address_lines": print_address(shown.details.address),
        "tax_shown": show_tax_id(shown.details.tax_id),
        "tax_label": kind.label if kind else "",
        "tax_checked": checked_sentence(shown.details.tax_id),
        "newest_version": versions[-1] if versions else None,
        "tax_change": _last_change_of_tax(versions),
    }


def _last_change_of_tax(versions: list[DetailsVersion]) -> DetailsVersion | None:
    """The newest change that touched the country or the tax ID: tax already paid stays what it was."""
    return next((row for row in reversed(versions) if row.number > 1 and TAX_FIELDS & set(row.changed)), None)


def _bought(request: SignedInRequest, shown: Contact) -> tuple[list[Bought], tuple[str, str]]:
    page = list_purchase_history(
        shown.id,
        filters=Filters(),
        zone=timezone.get_current_timezone(),
        after=_key(request, "purchases_after"),
        before=_key(request, "purchases_before"),
    )
    addresses = (
        _address(shown, "purchases_before", page.before, "purchases"),
        _address(shown, "purchases_after", page.after, "purchases"),
    )
    return page.bought, addresses


def _history(request: SignedInRequest, shown: Contact) -> tuple[list[Any], tuple[str, str]]:
    page = entry_page(shown.id, older_than=_key(request, "history_after"), newer_than=_key(request, "history_before"))
    addresses = (
        _address(shown, "history_before", page.newer, "history"),
        _address(shown, "history_after", page.older, "history"),
    )
    return [history_line(entry, shown) for entry in page.entries], addresses


def _key(request: HttpRequest, name: str) -> UUID | None:
    return ids.find_id(request.GET.get(name, ""))


def _address(shown: Contact, name: str, key: UUID | None, part: str) -> str:
    return f"{reverse('office_contact', args=[shown.id])}?{name}={key}#{part}" if key else ""
