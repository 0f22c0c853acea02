"""What a page asks the database does not grow with what it shows: equal at 1 and at 500 rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.domain.contacts.models import Contact
from portico.domain.receipts.models import Receipt
from tests import cast, selling

pytestmark = pytest.mark.django_db
ROWS = 500


def statements(client: Client, address: str) -> int:
    client.get(address)  # the first time keeps what it hands out, and notes that somebody was here
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_no_page_asks_more_of_five_hundred_rows_than_of_one(ana: Contact, dee: Contact) -> None:
    receipt: Receipt = selling.sell(ana, "Sale 0", gives=[selling.product("Product 0")])
    customer, owner = cast.signed_in(ana), cast.signed_in(dee)
    pages = [
        *((customer, address) for address in ("/library/", "/purchases/", f"/receipts/{receipt.id}/", "/settings/")),
        *((owner, address) for address in ("/office/contacts/", f"/office/contacts/{ana.id}/")),
        (owner, f"/office/receipts/{receipt.id}/"),
    ]
    few = {address: statements(client, address) for client, address in pages}
    for number in range(1, ROWS):
        selling.sell(ana, f"Sale {number}", gives=[selling.product(f"Product {number}")])
    assert {address: statements(client, address) for client, address in pages} == few
