"""Numbers of receipts: no gap that nobody decided, none twice, never back; also with many writers and failures."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.ids import new_id
from portico.domain.contacts.models import Contact
from portico.domain.payments.models import Payment
from portico.domain.receipts.actions import issue_receipt
from portico.domain.receipts.errors import NumberNotHigher, ReasonMissing
from portico.domain.receipts.models import Receipt, Series, SeriesGap, SeriesKind
from portico.domain.receipts.numbering import (
    HIGHEST,
    get_series,
    number_text,
    raise_next_number,
    rise_to,
    split_number,
    take_number,
)
from portico.domain.site.models import Site
from tests import selling
from tests.racing import in_processes, in_threads

pytestmark = pytest.mark.django_db
DEE = Actor("team", new_id(), "Dee Owner")
CLOCK = Actor("clock")


@pytest.fixture
def series(site: object) -> Series:
    return get_series("K-", SeriesKind.RECEIPT)


def last(series: Series) -> int:
    return Series.objects.get(pk=series.pk).last_number


# How a number is written


@pytest.mark.parametrize(
    ("prefix", "number", "text"),
    [("K-", 42, "K-00042"), ("", 1, "00001"), ("2027/", 99999, "2027/99999"), ("K-", 100000, "K-100000")],
)
def test_a_number_is_written_with_five_digits_or_more(prefix: str, number: int, text: str) -> None:
    assert number_text(prefix, number) == text
    assert split_number(text) == (prefix, number)


@pytest.mark.parametrize("text", ["", "K-", "K-12a", "K-٤٢", "no number"])
def test_what_does_not_end_in_digits_is_no_number(text: str) -> None:
    found = split_number(text)
    assert found is None or number_text(*found) != text


@given(st.sampled_from(["K-", "", "2027-R-", "R/"]), st.integers(1, HIGHEST - 1))
def test_a_written_number_is_read_back(prefix: str, number: int) -> None:
    assert split_number(number_text(prefix, number)) == (prefix, number)


# One writer


def test_numbers_count_from_one_without_gaps(series: Series) -> None:
    with transaction.atomic():
        assert [take_number(series) for _ in range(3)] == ["K-00001", "K-00002", "K-00003"]


def test_a_rollback_gives_the_number_back(series: Series) -> None:
    for kept in (False, True):
        with transaction.atomic():
            assert take_number(series) == "K-00001"
            transaction.set_rollback(not kept)
    assert last(series) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_never_taken_outside_a_transaction(series: Series) -> None:
    with pytest.raises(RuntimeError):
        take_number(series)
    assert last(series) == 0


def test_each_prefix_is_a_series_of_its_own(series: Series) -> None:
    other = get_series("L-", SeriesKind.RECEIPT)
    with transaction.atomic():
        take_number(series)
        assert take_number(other) == "L-00001"
    assert get_series("K-", SeriesKind.RECEIPT) == series
    assert Series.objects.count() == 2


def test_a_raised_number_is_a_recorded_gap(series: Series) -> None:
    raise_next_number(series, next_number=100, reason="the old shop's numbers", by=DEE)
    gap = SeriesGap.objects.get()
    assert (gap.first, gap.last, gap.reason, gap.by_label) == (1, 99, "the old shop's numbers", "Dee Owner")
    entry = Entry.objects.get(verb="receipts.numbers_left_out")
    assert entry.facts == {"prefix": "K-", "first": 1, "last": 99, "reason": "the old shop's numbers"}
    assert entry.actor_label == "Dee Owner"
    with transaction.atomic():
        assert take_number(series) == "K-00100"


def test_the_number_that_comes_anyway_leaves_no_gap_and_a_repeat_none_twice(series: Series) -> None:
    raise_next_number(series, next_number=1, reason="", by=DEE)
    assert not SeriesGap.objects.exists()
    for _ in range(2):
        raise_next_number(series, next_number=10, reason="why not", by=DEE)
    assert SeriesGap.objects.count() == 1


@pytest.mark.parametrize("wanted", [0, -1, 4, HIGHEST + 1])
def test_a_series_never_goes_back_or_out_of_bounds(series: Series, wanted: int) -> None:
    rise_to(series, 4)
    with pytest.raises(NumberNotHigher) as caught:
        raise_next_number(series, next_number=wanted, reason="why not", by=DEE)
    assert caught.value.next_number == 5
    assert last(series) == 4


def test_a_gap_needs_a_reason(series: Series) -> None:
    with pytest.raises(ReasonMissing):
        raise_next_number(series, next_number=7, reason="", by=DEE)
    assert (last(series), SeriesGap.objects.count()) == (0, 0)


def test_an_import_raises_and_never_lowers(series: Series) -> None:
    rise_to(series, 40)
    rise_to(series, 7)
    assert last(series) == 40


# Many writers. Each kept receipt has a number; 30 of 100 tries fail after taking theirs.


def unpaid_receipts(who: Contact, count: int) -> list[UUID]:
    """Payments that have no receipt yet."""
    purchase = selling.buy(who)
    at = datetime(2026, 5, 2, tzinfo=UTC)
    made = [
        Payment(contact=who, purchase=purchase, amount_minor=12100, currency="EUR", paid_at=at, reference=f"p-{n}")
        for n in range(count)
    ]
    return [payment.id for payment in Payment.objects.bulk_create(made)]


def issue(payment_id: UUID, *, prefix: str, fails: bool) -> str:
    """Issue one receipt in a series; the transaction fails afterwards or not."""
    payment = Payment.objects.get(id=payment_id)
    site = Site.objects.get()
    site.receipt_prefix = prefix  # not stored: this writer's series
    with transaction.atomic():
        receipt = issue_receipt(
            contact=payment.contact,
            source=payment,
            amounts=selling.with_vat("Wheel basics", 12100),
            site=site,
            issued_at=payment.paid_at,
            by=CLOCK,
        )
        transaction.set_rollback(fails)
    return "" if fails else receipt.number


def issue_some(number: int, payment_ids: str, seed: str = "7") -> list[str]:
    """One writer: takes every third of the payments, in both series, 30 % rolled back."""
    luck = random.Random(int(seed) + number)
    ids = [UUID(each) for each in payment_ids.split(",")]
    mine = ids[number::3]
    return [issue(each, prefix=luck.choice(["K-", "L-"]), fails=luck.random() < 0.3) for each in mine]


def no_gap(issued: list[str]) -> bool:
    """Both series count from 1 without a gap; what writers were told is what is stored."""
    stored = sorted(Receipt.objects.values_list("number", flat=True))
    wanted = []
    for prefix in ("K-", "L-"):
        count = sum(each.startswith(prefix) for each in issued)
        wanted += [number_text(prefix, n) for n in range(1, count + 1)]
        if Series.objects.get(prefix=prefix).last_number != count:
            return False
    entries = Entry.objects.filter(verb="receipt.issued").values_list("facts__number", flat=True)
    return sorted(issued) == stored == sorted(wanted) == sorted(entries)


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_in_two_series_with_rollbacks_leave_no_gap(ana: Contact) -> None:
    ids = unpaid_receipts(ana, 100)
    luck = random.Random(11)
    plan = [(luck.choice(["K-", "L-"]), luck.random() < 0.3) for _ in ids]

    def write(number: int) -> list[str]:
        mine = range(number, len(ids), 20)
        return [issue(ids[n], prefix=plan[n][0], fails=plan[n][1]) for n in mine]

    issued = [number for told in in_threads(20, write) for number in told if number]
    assert len(issued) == sum(not fails for _, fails in plan)
    assert no_gap(issued)


@pytest.mark.django_db(transaction=True)
def test_three_processes_in_two_series_with_rollbacks_leave_no_gap(ana: Contact) -> None:
    ids = unpaid_receipts(ana, 60)
    came = in_processes(3, f"{__name__}:issue_some", ",".join(map(str, ids)))
    issued = [number for told in came for number in told if number]
    assert 20 < len(issued) < 60
    assert no_gap(issued)


@pytest.mark.django_db(transaction=True)
def test_a_payment_receipted_by_many_at_once_has_one_receipt(ana: Contact) -> None:
    (payment_id,) = unpaid_receipts(ana, 1)
    came = in_threads(10, lambda number: issue(payment_id, prefix="K-", fails=False))
    assert came == ["K-00001"] * 10
    assert Series.objects.get(prefix="K-").last_number == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_read_first_and_written_later_would_be_taken_twice(
    ana: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: counting in Python instead of in the database."""
    real = QuerySet.update

    def read_then_write(self: QuerySet[Series], **values: object) -> int:
        if self.model is Series and "last_number" in values:
            values = {"last_number": 1}  # what both writers read was 0
        return real(self, **values)

    ids = unpaid_receipts(ana, 2)
    monkeypatch.setattr(QuerySet, "update", read_then_write)
    came = in_threads(2, lambda number: issue(ids[number], prefix="K-", fails=False))
    assert any(isinstance(each, Exception) for each in came) or len(set(came)) == 1
