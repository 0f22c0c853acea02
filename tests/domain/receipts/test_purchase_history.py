"""The history: what is found, in which order, page by page, in how many statements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portico.domain.contacts.models import Contact
from portico.domain.purchases.queries import years_of_purchases
from portico.domain.receipts.purchase_history import Filters, HistoryPage, list_purchase_history
from portico.domain.receipts.queries import list_receipt_ids_of_year, receipts_a_year
from tests.selling import MAY, buy, pay, product, refund, rename, sell

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def history(
    who: Contact, filters: Filters | None = None, *, after: UUID | None = None, before: UUID | None = None
) -> HistoryPage:
    return list_purchase_history(who.id, filters=filters or Filters(), zone=AMSTERDAM, after=after, before=before)


def titles(page: HistoryPage) -> list[str]:
    return [bought.purchase.title for bought in page.bought]


def test_everything_hangs_on_its_purchase(ana: Contact, ben: Contact) -> None:
    course = product("Kiln firing")
    receipt = pay(buy(ana, "Firing", gives=[course]))
    back = refund(receipt, 2100, MAY + timedelta(days=9))
    sell(ana, "Other")
    sell(ben, "Of Ben")
    rename(ana, full_name="Ana Sousa")
    page = history(ana)
    assert sorted(titles(page)) == ["Firing", "Other"]
    firing = next(bought for bought in page.bought if bought.purchase.title == "Firing")
    assert [each.amount_minor for each in firing.payments] == [12100]
    assert [each.amount_minor for each in firing.refunds] == [2100]
    assert [grant.product for grant in firing.grants] == [course]
    numbers = {each.number: [version.cause for version in versions] for each, versions in firing.receipts}
    assert numbers == {back.number: ["issue", "details"], receipt.number: ["issue", "refund", "details"]}


def test_pages_by_key_forwards_and_back(ana: Contact) -> None:
    # pairs at the same instant: the id decides
    made = [buy(ana, f"No. {day}", at=MAY + timedelta(days=day // 2)) for day in range(60)]
    wanted = [each.title for each in sorted(made, key=lambda each: (each.bought_at, each.id), reverse=True)]
    first = history(ana)
    second = history(ana, after=first.after)
    third = history(ana, after=second.after)
    assert titles(first) + titles(second) + titles(third) == wanted
    assert [len(page.bought) for page in (first, second, third)] == [25, 25, 10]
    assert (first.before, third.after) == (None, None)
    assert titles(history(ana, before=third.before)) == titles(second)
    assert titles(history(ana, before=second.before)) == titles(first)
    assert history(ana, before=second.before).before is None


def test_a_key_of_somebody_else_leads_to_the_first_page(ana: Contact, ben: Contact) -> None:
    buy(ana, "Mine")
    foreign = buy(ben, "Of Ben", at=MAY - timedelta(days=9))
    assert titles(history(ana, after=foreign.id)) == ["Mine"]


def test_filters(ana: Contact) -> None:
    kept = sell(ana, "Öfen und Glasuren")
    back = refund(sell(ana, "Kiln shelf", at=datetime(2025, 12, 31, 22, 59, tzinfo=UTC)), 100, MAY)
    sell(ana, "Gift", amount_minor=0, at=datetime(2025, 12, 31, 23, 0, tzinfo=UTC))
    buy(ana, "At no charge", amount_minor=0, at=MAY - timedelta(days=1))
    assert titles(history(ana, Filters(text="öfen"))) == ["Öfen und Glasuren"]
    assert titles(history(ana, Filters(text="OFEN"))) == ["Öfen und Glasuren"]
    assert titles(history(ana, Filters(text=kept.number.lower()))) == ["Öfen und Glasuren"]
    assert titles(history(ana, Filters(text=back.number))) == ["Kiln shelf"]
    assert titles(history(ana, Filters(text="%"))) == []
    assert titles(history(ana, Filters(status="paid"))) == ["Öfen und Glasuren"]
    assert titles(history(ana, Filters(status="refunded"))) == ["Kiln shelf"]
    assert titles(history(ana, Filters(status="free"))) == ["At no charge", "Gift"]
    # New Year comes at 23:00 UTC in Amsterdam
    assert titles(history(ana, Filters(year=2025))) == ["Kiln shelf"]
    assert titles(history(ana, Filters(year=2026, status="free"))) == ["At no charge", "Gift"]
    assert titles(history(ana, Filters(year=2026, text="kiln"))) == []
    assert years_of_purchases(ana.id, AMSTERDAM) == [2026, 2025]


def test_receipts_of_a_year_end_where_the_zone_ends_it(ana: Contact, ben: Contact) -> None:
    old = sell(ana, at=datetime(2025, 12, 31, 22, 59, tzinfo=UTC))
    new = sell(ana, at=datetime(2025, 12, 31, 23, 0, tzinfo=UTC))
    back = refund(old, 100, MAY)
    sell(ben)
    assert receipts_a_year(ana.id, AMSTERDAM) == [(2026, 2), (2025, 1)]
    assert list_receipt_ids_of_year(ana.id, 2026, AMSTERDAM) == [new.id, back.id]
    assert list_receipt_ids_of_year(ana.id, 2025, AMSTERDAM) == [old.id]
    assert list_receipt_ids_of_year(ana.id, 2024, AMSTERDAM) == []


@pytest.mark.parametrize("filters", [Filters(), Filters("kiln", 2026, "paid")])
def test_statements_do_not_grow(ana: Contact, ben: Contact, filters: Filters) -> None:
    pay(buy(ana, "Kiln firing", gives=[product("Kiln")]))
    rename(ana, full_name="Ana Sousa")
    few = statements(ana, filters)
    for number in range(60):
        bought = buy(ben, f"Kiln firing {number}", at=MAY + timedelta(days=number), gives=[product("Kiln")])
        last = [pay(bought, at=bought.bought_at + timedelta(hours=hour)) for hour in range(8)][-1]
        if number % 3 == 0:
            refund(last, 100, bought.bought_at + timedelta(days=1))
    rename(ben, full_name="Ben Sousa")
    assert statements(ben, filters) == few


def statements(who: Contact, filters: Filters) -> int:
    with CaptureQueriesContext(
        connection,
    ) as done:
        assert history(who, filters).bought
    return len(done)
