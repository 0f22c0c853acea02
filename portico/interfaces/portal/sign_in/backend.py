"""Who gets in with a password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from portico.core import clock
from portico.core.rows import find_row
from portico.domain.contacts.models import Contact
from portico.workflows.sign_in_rights import can_sign_in

WHO_IS_SIGNED_IN = (
    "SELECT contact.*, membership.role, avatar.token AS avatar_token,"
    # the header links to communities where there is one to enter; a grant's index answers that within the statement
    " EXISTS (SELECT 1 FROM communities_community AS community WHERE membership.role IS NOT NULL OR EXISTS ("
    "SELECT 1 FROM grants_grant AS held WHERE held.contact_id = contact.id AND held.product_id = community.product_id"
    " AND held.revoked_at IS NULL AND held.since <= %s AND (held.until IS NULL OR held.until > %s)"
    ")) AS enters_community FROM contacts_contact AS contact"
    " LEFT JOIN team_membership AS membership ON membership.contact_id = contact.id"
    " LEFT JOIN profiles_avatar AS avatar ON avatar.contact_id = contact.id WHERE contact.id = %s"
)


class CustomersAndTeam(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """The library's check of email and password, for customers and the team only.

    The library looks up any contact; somebody who only reads the newsletter must not get in, and is answered in the
    same way and time as a wrong password.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Contact | None:
        contact = super().authenticate(request, **credentials)
        return contact if contact is not None and can_sign_in(contact) else None

    def user_can_authenticate(self, user: Contact) -> bool:
        """Asked in `authenticate`, with the rest; the library would show a closed account a page of its own."""
        return True

    def get_user(self, user_id: UUID) -> Contact | None:
        """Whoever the session names, in one statement; with `role` in the team and `avatar_token`, None without one.

        `enters_community`: whether there is a community they may enter.
        """
        now = clock.now()
        contact = find_row(Contact, WHO_IS_SIGNED_IN, now, now, user_id)
        return contact if contact is not None and contact.is_active else None
