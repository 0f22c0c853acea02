"""The sales of the made-up business, a statement a table: no importer could write a million rows in a minute.

Each purchase was paid in two instalments, so it has two receipts. Contact 1 has very many of them, contact 2 has 50 on
one page of the purchase history, the next ones have ten each, the last ones none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from bench.places import Size

if TYPE_CHECKING:
    from django.db.models import Model

    from portico.domain.site.models import Site

HEAVY, HISTORY, READER, FIRST_SAVER = 1, 2, 3, 4  # numbers of contacts
HISTORY_PURCHASES = 25  # one page, 50 receipts
PURCHASES_EACH = 5
ID_START = 1_500_000_000_000  # milliseconds: ids of loaded rows are older than any new id
CONTACT, PURCHASE, PAYMENT, RECEIPT, GRANT = "001", "002", "003", "004", "005"
FIRST_SALE = 1_577_836_800  # 2020-01-01, in seconds
SALES_FOR = 3 * 365 * 86_400
MONTH = 30 * 86_400


def uid(kind: str, number: int) -> UUID:
    """The id of the loaded row of that number."""
    return UUID(f"{ID_START + number:012x}7{kind}8{number:015x}")


def first_receipt(contact: int, size: Size) -> int:
    """The number of the oldest receipt of a contact who has ten."""
    before = size.heavy // 2 + HISTORY_PURCHASES + (contact - READER) * PURCHASES_EACH
    return 2 * before + 1


def add(size: Size, site: Site) -> None:
    """Purchases, payments, receipts, grants of contacts that are there."""
    from portico.domain.catalog.models import Interval, Offer, Pricing, Product, ProductKind
    from portico.domain.contacts.models import Contact
    from portico.domain.grants.models import Grant, Source
    from portico.domain.payments.models import Payment
    from portico.domain.purchases.models import Purchase
    from portico.domain.receipts.actions import Amounts, ReceiptLine, ReceiptTax, new_receipt
    from portico.domain.receipts.models import Series, SeriesKind

    product = Product.objects.create(handle="wheel", title="Wheel basics", kind=ProductKind.COURSE)
    offer = Offer.objects.create(
        handle="wheel", title="Wheel basics", pricing=Pricing.PAYMENT_PLAN, amount_minor=12_100, currency="EUR",
        instalments=2, interval=Interval.MONTH,
    )  # fmt: skip
    offer.products.add(product)
    series = Series.objects.create(prefix="R-", kind=SeriesKind.RECEIPT, last_number=size.receipts)
    somebody = Contact.objects.get(id=uid(CONTACT, HEAVY))
    now = datetime(2020, 1, 1, tzinfo=UTC)
    purchase = Purchase(
        contact=somebody, offer=offer, title=offer.title, pricing=offer.pricing, amount_minor=12_100, currency="EUR",
        instalments=2, interval=Interval.MONTH, bought_at=now,
    )  # fmt: skip
    payment = Payment(
        contact=somebody, purchase=purchase, amount_minor=12_100, currency="EUR", paid_at=now,
        method="Visa ending 4471", processor="stripe",
    )  # fmt: skip
    amounts = Amounts(
        "EUR", 12_100, [ReceiptLine(offer.title, 12_100, unit_minor=12_100, tax_rate="21")],
        [ReceiptTax("VAT", "21", 10_000, 2_100)],
    )  # fmt: skip
    receipt = new_receipt(contact=somebody, source=payment, amounts=amounts, site=site, issued_at=now)
    receipt.series = series
    grant = Grant(contact=somebody, product=product, purchase=purchase, source=Source.PURCHASE, since=now)
    sql = _Sql(size)
    sold, paid = sql.moment("p", "0"), sql.moment("(r + 1) / 2", f"((r + 1) % 2) * {MONTH}")
    each_purchase, each_receipt = sql.numbers("p", size.receipts // 2), sql.numbers("r", size.receipts)
    of_payment = {
        "contact_id": sql.uid(CONTACT, sql.owner("(r + 1) / 2")),
        "purchase_id": sql.uid(PURCHASE, "(r + 1) / 2"),
    }
    buyer = {"contact_id": sql.uid(CONTACT, sql.owner("p"))}
    _insert(purchase, each_purchase, {"id": sql.uid(PURCHASE, "p"), "bought_at": sold} | buyer)
    _insert(grant, each_purchase, {
        "id": sql.uid(GRANT, "p"), "purchase_id": sql.uid(PURCHASE, "p"), "since": sold,
    } | buyer)  # fmt: skip
    _insert(payment, each_receipt, {
        "id": sql.uid(PAYMENT, "r"), "paid_at": paid, "instalment": "1 + (r + 1) % 2",
    } | of_payment)  # fmt: skip
    _insert(receipt, each_receipt + " JOIN contacts_detailsversion v ON v.contact_id = " + of_payment["contact_id"], {
        "id": sql.uid(RECEIPT, "r"), "payment_id": sql.uid(PAYMENT, "r"), "number": "'R-' || r", "issued_at": paid,
        "made_out_to": "v.details",
    } | of_payment)  # fmt: skip


class _Sql:
    """The few expressions that the two databases write differently, and those built of them."""

    def __init__(self, size: Size) -> None:
        from django.db import connection

        self.is_sqlite = connection.vendor == "sqlite"
        self.size = size

    def numbers(self, name: str, last: int) -> str:
        return (
            f"FROM (WITH RECURSIVE n(x) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT x + 1 FROM n WHERE x < {last})"
            f" SELECT x AS {name} FROM n) AS numbers"
        )

    def uid(self, kind: str, number: str) -> str:
        if self.is_sqlite:
            return f"printf('%012x7{kind}8%015x', {ID_START} + {number}, {number})"
        return f"(lpad(to_hex({ID_START} + {number}), 12, '0') || '7{kind}8' || lpad(to_hex({number}), 15, '0'))::uuid"

    def moment(self, purchase: str, later: str) -> str:
        """When it was bought, spread over the years; `later` is in seconds."""
        seconds = f"{FIRST_SALE} + ({purchase}) * 7919 % {SALES_FOR} + {later}"
        return f"datetime({seconds}, 'unixepoch')" if self.is_sqlite else f"to_timestamp({seconds})"

    def owner(self, purchase: str) -> str:
        """The number of the contact who bought."""
        heavy = self.size.heavy // 2
        others = heavy + HISTORY_PURCHASES
        return (
            f"(CASE WHEN {purchase} <= {heavy} THEN {HEAVY} WHEN {purchase} <= {others} THEN {HISTORY}"
            f" ELSE {READER} + ({purchase} - {others + 1}) / {PURCHASES_EACH} END)"
        )


def _insert(pattern: Model, source: str, expressions: Mapping[str, str]) -> None:
    """A row like `pattern` for each row of `source`, but for the columns that have an expression."""
    from django.db import connection

    fields = pattern._meta.concrete_fields
    values, parameters = [], []
    for field in fields:
        if field.column in expressions:
            values.append(expressions[field.column].replace("%", "%%"))
        else:
            values.append("%s")
            parameters.append(field.get_db_prep_save(getattr(pattern, field.attname), connection))
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    source = source.replace("%", "%%")
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(pattern._meta.db_table)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} {source}", parameters)
