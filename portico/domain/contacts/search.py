"""Finding contacts by any part of name, email, company, tax ID or external ID, in any script, without case or accents.

Always through the index first, then sorted: the other way round both databases can walk all contacts for a rare word
(docs/decisions/search.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from portico.core.text_index import TextIndex, found_text
from portico.domain.contacts.models import Contact, SearchRow

INDEX = TextIndex(SearchRow, "contacts_search_index")
_BEGINNINGS = (
    "SELECT id FROM contacts_contact WHERE sort_name >= %s AND sort_name < %s"
    " UNION SELECT id FROM contacts_contact WHERE email >= %s AND email < %s"
)


def search_text(contact: Contact) -> str:
    """What the contact is found by."""
    parts = [contact.full_name, contact.email, contact.email_as_typed, contact.company]
    return found_text([*parts, contact.tax_number, contact.external_id or ""])


def index_contact(contact: Contact, *, is_new: bool = False) -> None:
    """Bring the contact's row in step; called by every action that changes what it is found by."""
    index_contacts([contact], are_new=is_new)


def index_contacts(contacts: Sequence[Contact], *, are_new: bool = False) -> None:
    """The same for many, in a number of statements that does not grow with them."""
    INDEX.write({contact.id: search_text(contact) for contact in contacts}, are_new=are_new)


def matching_ids(query: str) -> tuple[str, list[Any]] | None:
    """SQL (and its parameters) for the ids of contacts that match every word, or None when nothing was asked.

    A lone word of one or two letters matches the beginning of names and addresses only; several short ones are looked
    for as they stand.
    """
    return INDEX.matching(query, beginnings=_BEGINNINGS)


def reindex() -> int:
    """Build the search rows anew; returns how many contacts there are."""
    with transaction.atomic():
        INDEX.empty()
        total = 0
        batch: list[Contact] = []
        for contact in Contact.objects.order_by("id").iterator(2000):
            batch.append(contact)
            if len(batch) == 2000:
                index_contacts(batch, are_new=True)
                total, batch = total + len(batch), []
        index_contacts(batch, are_new=True)
    return total + len(batch)


def count_out_of_step() -> int:
    """How many contacts have no search row, or one row too many; `portico check` asks."""
    return abs(Contact.objects.count() - SearchRow.objects.count())
