"""Which versions a receipt has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portico.domain.contacts.details import Details
from portico.domain.contacts.models import DetailsVersion
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.versions import Version, versions_of
from portico.domain.site.models import DetailsFreeze

DAY = timedelta(days=1)
ISSUED = datetime(2026, 5, 2, 8, tzinfo=UTC)
ANA = Details(full_name="Ana Lima", email="ana@example.org")


def receipt(at: datetime = ISSUED, created: datetime | None = None) -> Receipt:
    return Receipt(issued_at=at, created_at=created or at, made_out_to=ANA.to_json())


def change(day: int, name: str = "Ana Costa") -> DetailsVersion:
    details = Details(full_name=name, email="ana@example.org")
    return DetailsVersion(valid_from=ISSUED + day * DAY, details=details.to_json(), by_kind="customer")


def freeze(first: int, last: int | None) -> DetailsFreeze:
    return DetailsFreeze(from_at=ISSUED + first * DAY, until_at=None if last is None else ISSUED + last * DAY)


def versions(*events: DetailsVersion | Receipt, freezes: tuple[DetailsFreeze, ...] = ()) -> list[Version]:
    return versions_of(
        receipt(),
        details_versions=[event for event in events if isinstance(event, DetailsVersion)],
        refunds=[event for event in events if isinstance(event, Receipt)],
        freezes=freezes,
    )


def test_a_receipt_has_the_version_it_was_issued_with() -> None:
    (only,) = versions()
    assert (only.number, only.at, only.details, only.cause) == (1, ISSUED, ANA, "issue")


def test_each_later_change_and_refund_makes_one() -> None:
    found = versions(change(3), receipt(ISSUED + 9 * DAY), change(12, "Ana Reis"))
    assert [(v.number, v.cause, v.details.full_name) for v in found] == [
        (1, "issue", "Ana Lima"),
        (2, "details", "Ana Costa"),
        (3, "refund", "Ana Costa"),
        (4, "details", "Ana Reis"),
    ]
    assert found[1].changed == ("name",)
    assert len(found[3].refunds) == 1, "a refund stays on later versions"


def test_what_was_known_before_the_issue_and_what_alters_nothing_makes_none() -> None:
    assert len(versions(change(-3), change(1, "Ana Lima"))) == 1


def test_a_refund_learned_late_moves_no_number() -> None:
    early = [change(3)]
    late = receipt(ISSUED + DAY, created=ISSUED + 20 * DAY)
    before, after = versions(*early), versions(*early, late)
    assert after[: len(before)] == before
    assert [v.cause for v in after] == ["issue", "details", "refund"]
    assert [v.at for v in after] == sorted(v.at for v in after)


def test_a_receipt_dated_ahead_misses_no_change_and_moves_no_number() -> None:
    paid = receipt(ISSUED + 5 * DAY, created=ISSUED)
    back = receipt(ISSUED + 9 * DAY, created=ISSUED + DAY)
    found = versions_of(paid, details_versions=[change(3)], refunds=[back], freezes=[])
    assert [v.cause for v in found] == ["issue", "refund", "details"]
    assert found[-1].details.full_name == "Ana Costa"
    assert [v.at for v in found] == sorted(v.at for v in found)


@pytest.mark.parametrize(
    ("frozen", "names"),
    [
        (freeze(2, None), ["Ana Lima"]),
        (freeze(2, 5), ["Ana Lima", "Ana Reis"]),
        (freeze(4, 5), ["Ana Lima", "Ana Costa", "Ana Reis"]),
        (freeze(0, 3), ["Ana Lima", "Ana Costa", "Ana Reis"]),
    ],
)
def test_a_change_while_details_are_frozen_reaches_no_receipt(frozen: DetailsFreeze, names: list[str]) -> None:
    found = versions(change(3), change(6, "Ana Reis"), freezes=(frozen,))
    assert [v.details.full_name for v in found] == names


def test_a_refund_while_frozen_keeps_the_details_then_in_force() -> None:
    found = versions(change(3), receipt(ISSUED + 9 * DAY), freezes=(freeze(2, None),))
    assert [(v.cause, v.details.full_name) for v in found] == [("issue", "Ana Lima"), ("refund", "Ana Lima")]
