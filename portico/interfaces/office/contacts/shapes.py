"""What the page of a contact shows, ready for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portico.core.money import Money
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.grants.queries import ended_at
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.purchase_history import Bought


@dataclass(frozen=True, slots=True)
class ExternalIdForm:
    """The small form of the external user ID. `was`: the one it was opened with, so that only its change is stale."""

    value: str
    was: str
    error: str = ""
    holder: Contact | None = None
    saved: str = ""

    @classmethod
    def of(cls, contact: Contact, saved: str = "") -> ExternalIdForm:
        """The form as it opens."""
        return cls(contact.external_id or "", contact.external_id or "", saved=saved)


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A purchase in the table. `paid` and `refunded` in its own currency; `gives` names its products."""

    bought: Bought
    paid: Money
    refunded: Money
    gives: str
    newest: Receipt | None
    versions: int

    @classmethod
    def of(cls, bought: Bought) -> PurchaseRow:
        """The row of a purchase with everything that hangs on it."""
        currency = bought.purchase.currency
        newest = next((row for row in bought.receipts if row[0].payment_id), None)
        return cls(
            bought=bought,
            paid=Money(sum(each.amount_minor for each in bought.payments), currency),
            refunded=Money(sum(each.amount_minor for each in bought.refunds), currency),
            gives=", ".join(grant.product.title for grant in bought.grants),
            newest=newest[0] if newest else None,
            versions=len(newest[1]) if newest else 0,
        )


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A product somebody may use or could use."""

    grant: Grant
    is_in_force: bool
    ended_at: datetime | None

    @classmethod
    def of(cls, grant: Grant) -> GrantRow:
        """The row of a grant as it stands now."""
        return cls(grant, grant.gives_access(), ended_at(grant))
