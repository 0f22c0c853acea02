"""Every place that holds personal values, what a copy takes from it, and what a deletion does to it.

A test reads the database's tables and fails when one that belongs to a contact is not in this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db.models import Model, QuerySet

from portico.domain.contacts.models import Contact


class Fate(StrEnum):
    """What a deletion does to the rows of a place."""

    DELETE = "delete"
    KEEP = "keep"  # the law makes the owner keep receipts and what proves them; or the row holds nothing personal
    BLANK = "blank"  # the row stays because others hang on it; what was personal is gone


@dataclass(frozen=True, slots=True)
class Place:
    """One table. `path` leads from its rows to the contact's id; `secret` fields are in no copy."""

    table: str
    path: str
    fate: Fate
    secret: tuple[str, ...] = ()

    @property
    def model(self) -> type[Model]:
        """The table's model."""
        return apps.get_model(self.table)

    def rows(self, contact: Contact) -> QuerySet[Model]:
        """The contact's rows."""
        return self.model._default_manager.filter(**{self.path: contact.pk})


PLACES = (
    Place("contacts.Contact", "id", Fate.BLANK, ("password", "session_salt", "sort_name")),
    Place("contacts.DetailsVersion", "contact_id", Fate.KEEP),  # who receipts were made out to; see `erase_person`
    Place("contacts.EmailChange", "contact_id", Fate.DELETE, ("token_hash", "undo_hash")),
    Place("contacts.Session", "contact_id", Fate.DELETE, ("session_key", "session_data", "auth_hash")),
    Place("contacts.SignInCode", "contact_id", Fate.DELETE, ("code_hash",)),
    Place("contacts.SearchRow", "contact_id", Fate.DELETE, ("text",)),
    Place("account.EmailAddress", "user_id", Fate.DELETE),
    Place("mfa.Authenticator", "user_id", Fate.DELETE, ("data",)),
    Place("history.Values", "entry__contact_id", Fate.DELETE),
    Place("history.Entry", "contact_id", Fate.KEEP),  # that something happened, without the values
    Place("mail.Outgoing", "contact_id", Fate.DELETE, ("headers",)),
    Place("team.Membership", "contact_id", Fate.DELETE),
    Place("purchases.Purchase", "contact_id", Fate.KEEP),
    Place("grants.Grant", "contact_id", Fate.DELETE),
    Place("payments.Payment", "contact_id", Fate.KEEP),
    Place("payments.Refund", "contact_id", Fate.KEEP),
    Place("receipts.Receipt", "contact_id", Fate.KEEP),
    Place("receipts.HandedOut", "receipt__contact_id", Fate.KEEP, ("sheet",)),
    Place("preferences.TopicChoice", "contact_id", Fate.DELETE),
    Place("preferences.Consent", "contact_id", Fate.DELETE),
    Place("preferences.AnnouncementMail", "contact_id", Fate.DELETE),
    Place("profiles.Avatar", "contact_id", Fate.DELETE, ("token",)),
    Place("profiles.SocialProfile", "contact_id", Fate.DELETE),
    Place("directory.SearchRow", "contact_id", Fate.DELETE, ("text",)),
    Place("directory.Entry", "contact_id", Fate.DELETE, ("sort_name",)),
    Place("communities.MemberProfile", "contact_id", Fate.DELETE, ("avatar_token",)),
    Place("communities.Notice", "contact_id", Fate.DELETE),
    Place("communities.Comment", "author_id", Fate.BLANK),
    Place("communities.Post", "author_id", Fate.BLANK),
    Place("privacy.DataCopy", "contact_id", Fate.DELETE, ("file",)),
    Place("privacy.Deletion", "contact_id", Fate.KEEP),
)
