"""Views of the demo. They are not among the addresses of a real site."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.interfaces.portal.demo.accounts import ACCOUNTS
from portico.interfaces.portal.sign_in.entering import enter
from portico.interfaces.ui.pages import render

SHOWN = 50


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, by one press."""
    email = request.POST.get("as", "")
    contact = Contact.objects.filter(email=email).first() if email in {row.email for row in ACCOUNTS} else None
    if contact is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    return enter(request, contact, with_what="demo", stays=True)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demo, to everybody: here they are shown instead of sent."""
    mails = list(Outgoing.objects.order_by("-created_at", "-id")[:SHOWN])
    return render(request, "portal/mailbox.jinja", {"mails": mails, "reading": None})


@require_safe
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail, opened."""
    found = Outgoing.objects.filter(id=mail_id).first()
    if found is None:
        raise Http404
    mails = list(Outgoing.objects.order_by("-created_at", "-id")[:SHOWN])
    return render(request, "portal/mailbox.jinja", {"mails": mails, "reading": found})
