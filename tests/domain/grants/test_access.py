"""Who may use what, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portico.domain.catalog.models import Product
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.grants.queries import ended_at, list_access, list_given
from tests.selling import buy, product

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def give(who: Contact, what: Product, **values: Any) -> Grant:
    return Grant.objects.create(contact=who, product=what, source=Source.TEAM, **({"since": NOW - 9 * DAY} | values))


def test_only_what_may_be_used_now(cy: Contact, ben: Contact) -> None:
    lasting, ending = product("Lasting"), product("Ending")
    give(cy, lasting)
    give(cy, ending, until=NOW + DAY, since=NOW - 8 * DAY)
    give(cy, product("Over"), until=NOW)
    give(cy, product("Revoked"), revoked_at=NOW - DAY)
    give(cy, product("Not yet"), since=NOW + DAY)
    give(ben, product("Of Ben"))
    found = [(access.product, access.until) for access in list_access(cy.id, NOW)]
    assert found == [(ending, NOW + DAY), (lasting, None)]


def test_of_several_ends_the_latest_counts(cy: Contact) -> None:
    both, sooner = product("Both"), product("Sooner")
    give(cy, both, until=NOW + DAY)
    give(cy, both)
    give(cy, sooner, until=NOW + DAY)
    give(cy, sooner, until=NOW + 3 * DAY)
    assert {access.product.title: access.until for access in list_access(cy.id, NOW)} == {
        "Both": None,
        "Sooner": NOW + 3 * DAY,
    }


def test_given_is_what_no_purchase_gave(cy: Contact) -> None:
    buy(cy, gives=[product("Bought")])
    given = give(cy, product("Given"), revoked_at=NOW)
    assert list_given(cy.id) == [given]


def test_end_of_access(cy: Contact) -> None:
    assert ended_at(Grant(since=NOW), NOW) is None
    assert ended_at(Grant(since=NOW, until=NOW + DAY), NOW) is None
    assert ended_at(Grant(since=NOW, until=NOW), NOW) == NOW
    assert ended_at(Grant(since=NOW, until=NOW - DAY, revoked_at=NOW - 2 * DAY), NOW) == NOW - 2 * DAY
