"""Which role may do what. A right that is not listed is denied."""

from __future__ import annotations

from enum import StrEnum

from portico.domain.team.models import Role


class Right(StrEnum):
    """What the back office asks before it shows or does something."""

    READ = "read"
    EDIT_CONTACTS = "edit_contacts"
    CHANGE_EMAIL = "change_email"
    EDIT_SITE = "edit_site"
    MODERATE = "moderate"
    SEND_ANNOUNCEMENTS = "send_announcements"


RIGHTS: dict[str, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.MANAGER: frozenset(
        {Right.READ, Right.EDIT_CONTACTS, Right.CHANGE_EMAIL, Right.MODERATE, Right.SEND_ANNOUNCEMENTS}
    ),
    Role.SUPPORT: frozenset({Right.READ, Right.EDIT_CONTACTS, Right.MODERATE}),
    Role.READ_ONLY: frozenset({Right.READ}),
}


def may(role: str, right: Right) -> bool:
    """Whether a role has a right. An unknown or empty role has none."""
    return right in RIGHTS.get(role, frozenset())


def may_change_email(role: str, *, of: str) -> bool:
    """Whether a role may change the email of somebody with the role `of`, "" for none.

    A team member's is changed by an owner alone: whoever holds the address can choose a new password, so a manager
    could otherwise become owner.
    """
    return may(role, Right.CHANGE_EMAIL) and (not of or role == Role.OWNER)
