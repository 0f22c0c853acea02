"""Who may sign in: customers (a purchase or a grant) and the team. Asked at sign-in and before mails that let in."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.purchases.models import Purchase
from portico.domain.team.models import Membership


def can_sign_in(contact: Contact) -> bool:
    """Whether this contact is a customer or in the team, in one statement."""
    if not contact.is_active:
        return False
    of_contact = {"contact_id": OuterRef("id")}
    reasons = (
        Q(Exists(Grant.objects.filter(**of_contact)))
        | Q(Exists(Purchase.objects.filter(**of_contact)))
        | Q(Exists(Membership.objects.filter(**of_contact)))
    )
    return Contact.objects.filter(reasons, id=contact.id).exists()
