"""Which versions a receipt has: the details at issue, each later change of details, each refund.

Computed, not stored, so that one change of details is constant work however many receipts follow it. A change made
while the site freezes details reaches no receipt; when the freeze ends, the next change brings everything that
happened meanwhile. A change that alters nothing printed makes no version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portico.domain.contacts.details import Details, changed_groups
from portico.domain.contacts.models import DetailsVersion
from portico.domain.receipts.models import Receipt
from portico.domain.site.models import DetailsFreeze


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, since when it counts, who the receipt is made out to, and what made it.

    `refunds` are the refund receipts issued up to then, oldest first. `changed` names groups (name, company, email,
    tax_id, address) for a change of details.
    """

    number: int
    at: datetime
    details: Details
    cause: Literal["issue", "details", "refund"]
    changed: tuple[str, ...] = ()
    by_kind: str = ""
    refunds: tuple[Receipt, ...] = ()


def versions_of(
    receipt: Receipt,
    *,
    details_versions: Iterable[DetailsVersion],
    refunds: Iterable[Receipt],
    freezes: Sequence[DetailsFreeze],
) -> list[Version]:
    """All versions, oldest first; at least one. `details_versions` are the contact's, `refunds` this receipt's."""
    issued = Details.from_json(receipt.made_out_to)
    versions = [Version(1, receipt.issued_at, issued, "issue")]
    # In the order in which we learned of them: a receipt or refund that was imported with a date of its own, older or
    # still to come, must neither miss a change nor move the numbers of versions that were handed out already.
    known_from = min(receipt.issued_at, receipt.created_at)
    events: list[tuple[datetime, DetailsVersion | Receipt]] = [
        *((row.valid_from, row) for row in details_versions if row.valid_from > known_from),
        *((row.created_at, row) for row in refunds),
    ]
    for _, event in sorted(events, key=lambda pair: pair[0]):
        following = _after(versions[-1], event, freezes)
        if following is not None:
            versions.append(following)
    return versions


def _after(last: Version, event: DetailsVersion | Receipt, freezes: Sequence[DetailsFreeze]) -> Version | None:
    number = last.number + 1
    if isinstance(event, Receipt):
        at = max(event.issued_at, last.at)
        return Version(number, at, last.details, "refund", refunds=(*last.refunds, event))
    at = event.valid_from
    if _is_frozen(at, freezes):
        return None
    details = Details.from_json(event.details)
    changed = tuple(changed_groups(last.details, details))
    if not changed:
        return None
    return Version(number, max(at, last.at), details, "details", changed, event.by_kind, last.refunds)


def _is_frozen(at: datetime, freezes: Sequence[DetailsFreeze]) -> bool:
    return any(freeze.from_at <= at and (freeze.until_at is None or at < freeze.until_at) for freeze in freezes)
