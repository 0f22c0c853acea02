"""One transaction out of a file, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portico.domain.contacts.details import Details
from portico.domain.receipts.actions import Amounts

Kind = Literal["payment", "refund", "grant"]


@dataclass(frozen=True, slots=True)
class ImportedTransaction:
    """A payment (of 0 too), a refund, or access given without a purchase.

    `reference` is the file's own name for the row, `purchase` for the purchase that renewals and instalments
    share. `made_out_to` has the email always; the rest is empty when the file does not say it. `amounts` are
    positive, also a refund's; a line without text means the offer. A grant has none. `until` ends the access
    that the purchase gave.
    """

    kind: Kind
    reference: str
    at: datetime
    made_out_to: Details
    offer: str
    amounts: Amounts | None = None
    method: str = ""
    processor: str = ""
    number: str = ""
    refund_of: str = ""
    instalment: int = 0
    purchase: str = ""
    until: datetime | None = None

    @property
    def amount_minor(self) -> int:
        """What was paid or paid back, in minor units."""
        return self.amounts.total_minor if self.amounts else 0

    @property
    def currency(self) -> str:
        """The code; empty for a grant."""
        return self.amounts.currency if self.amounts else ""

    @property
    def says_who(self) -> bool:
        """Whether the file says more about the buyer than the address."""
        return bool(self.made_out_to.full_name or self.made_out_to.company or self.made_out_to.line1)
