"""One page of contacts as the list shows them, in a number of statements that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portico.core.money import Money
from portico.domain.contacts.models import Contact
from portico.domain.grants.customers import count_products, customers_among
from portico.domain.payments.spent import spent_by
from portico.domain.profiles.avatars import tokens_of
from portico.domain.team.models import Membership, Role
from portico.interfaces.office.words import recent_text
from portico.interfaces.ui.context import Viewer
from portico.interfaces.ui.pages import shown_person


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact in the list. `spent` is one amount a currency."""

    contact: Contact
    person: Viewer
    role_label: str
    is_customer: bool
    products: int
    spent: list[Money]
    last_seen: str

    @property
    def can_sign_in(self) -> bool:
        """Customers and the team can; other contacts, such as newsletter readers, cannot."""
        return self.contact.is_active and (self.is_customer or bool(self.role_label))

    @property
    def below_name(self) -> str:
        """Company and address, or what of them does not stand above already."""
        contact = self.contact
        email = contact.email_as_typed if contact.full_name else ""
        return ", ".join(part for part in (contact.company, email) if part)


def contact_rows(contacts: Sequence[Contact]) -> list[ContactRow]:
    """The rows, in the order given; six statements."""
    ids = [contact.id for contact in contacts]
    customers, products, spent = customers_among(ids), count_products(ids), spent_by(ids)
    avatars = tokens_of(ids)
    roles = dict(Membership.objects.filter(contact_id__in=ids).values_list("contact_id", "role"))
    return [
        ContactRow(
            contact=contact,
            person=shown_person(contact, avatar_token=avatars.get(contact.id, "")),
            role_label=str(Role(roles[contact.id]).label) if contact.id in roles else "",
            is_customer=contact.id in customers,
            products=products.get(contact.id, 0),
            spent=spent.get(contact.id, []),
            last_seen=recent_text(contact.last_seen_at),
        )
        for contact in contacts
    ]
