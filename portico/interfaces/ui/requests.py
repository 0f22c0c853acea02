"""What a view finds on its request, for readers and type checkers: `middleware.Page` puts it there."""

from __future__ import annotations

from django.http import HttpRequest

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site


class Request(HttpRequest):
    """A request of anybody; `site` is the business."""

    site: Site  # type: ignore[assignment]  # the stubs think of another framework app


class SignedInRequest(Request):
    """A request of somebody signed in. `role` is the team role, "" for customers; `avatar_token` names their picture,
    "" without one.
    """

    user: Contact  # gates see to it that nobody anonymous comes here
    role: str
    avatar_token: str
    enters_community: bool  # there is a community they may enter


def actor(request: SignedInRequest) -> Actor:
    """Who writes, for `by=`: the customer, or the team member under their name of today."""
    contact = request.user
    return Actor("team", contact.id, contact.shown_name) if request.role else Actor("customer", contact.id)
