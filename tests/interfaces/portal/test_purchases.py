"""The purchase history, and the ZIP of a year."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.receipts.models import HandedOut
from portico.domain.site.models import Site
from tests.selling import MAY, buy, pay, product, refund, rename, sell

As = Callable[[Contact], Client]


def page_of(browser: Client, query: str = "") -> str:
    answer = browser.get(f"/purchases/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_purchase_in_words(ana: Contact, as_: As) -> None:
    course, tools = product("Kiln firing"), product("Tool list")
    receipt = pay(buy(ana, "Spring bundle", gives=[course, tools]))
    back = refund(receipt, 2100, datetime(2026, 5, 11, 9, tzinfo=UTC))
    Grant.objects.filter(product=tools).update(revoked_at=datetime(2026, 5, 11, 9, tzinfo=UTC))
    page = page_of(as_(ana))
    assert "Spring bundle" in page
    assert "Partly refunded" in page
    assert "€100.00" in page
    assert "€21.00 given back" in page
    assert "One payment. Visa ending 4471" in page
    assert "Access ended 11 May 2026" in page
    assert "Refund of €21.00" in page
    assert f'href="/receipts/{receipt.id}/"' in page
    assert f'href="/receipts/{back.id}.pdf"' in page
    assert "Dates are in Europe/Amsterdam time; receipts keep the time zone of Kiln." in page


def test_plans_subscriptions_gifts(ana: Contact, as_: As) -> None:
    plan = buy(ana, "Lab in 6", pricing="payment_plan", amount_minor=5900, instalments=6)
    for month in range(3):
        pay(plan, at=MAY + timedelta(days=30 * month), instalment=month + 1)
    pay(buy(ana, "Club", pricing="subscription", interval="month", amount_minor=2400))
    sell(ana, "Gift", amount_minor=0)
    page = page_of(as_(ana))
    assert "3 of 6 payments made. Visa ending 4471" in page
    assert "€177.00" in page
    assert "Paid to date" in page
    assert "€24.00 a month. Visa ending 4471" in page
    assert "At no charge" in page
    assert "Free" in page


def test_two_currencies_are_never_added(ana: Contact, as_: As) -> None:
    odd = buy(ana, "Odd", amount_minor=1000)
    pay(odd)
    odd.currency = "USD"
    pay(odd)
    page = page_of(as_(ana))
    assert '<strong class="d-block">€10.00</strong><strong class="d-block">US$10.00</strong>' in page
    assert "20.00" not in page


def test_given_without_a_purchase(ana: Contact, as_: As) -> None:
    with time_machine.travel("2026-01-14T10:00:00Z", tick=False):
        notes = Grant.objects.create(
            contact=ana, product=product("Raku notes"), source=Source.IMPORT,
            since=datetime(2026, 1, 14, 9, tzinfo=UTC), until=datetime(2026, 12, 31, 9, tzinfo=UTC),
        )  # fmt: skip
    with time_machine.travel("2026-06-01T10:00:00Z", tick=False):
        page = page_of(as_(ana))
    assert "Raku notes" in page
    assert "Until 31 Dec 2026" in page
    assert "Since 14 Jan 2026, until 31 Dec 2026. From an import of 14 Jan 2026" in page
    assert "without an end. Given by Dee Owner" in page
    notes.revoked_at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    notes.save()
    with time_machine.travel("2026-06-01T10:00:00Z", tick=False):
        page = page_of(as_(ana))
    assert "Access ended" in page
    assert "Since 14 Jan 2026, until 1 Mar 2026." in page


def test_dates_follow_the_viewer_and_receipts_the_site(ana: Contact, as_: As) -> None:
    sell(ana, at=datetime(2026, 5, 2, 21, 30, tzinfo=UTC))
    Contact.objects.filter(id=ana.id).update(time_zone="Asia/Tokyo")
    page = page_of(as_(ana))
    assert '<time datetime="2026-05-03">3 May 2026</time>' in page
    assert '<span class="muted small">2 May 2026</span>' in page
    assert "Dates are in Asia/Tokyo time" in page


def test_newest_ten_versions_and_the_way_to_the_rest(ana: Contact, as_: As) -> None:
    receipt = sell(ana)
    for number in range(11):
        with time_machine.travel(datetime(2027, 1, 1 + number, 12, tzinfo=UTC), tick=False):
            rename(ana, full_name=f"Ana {number}")
    page = page_of(as_(ana))
    assert "12 versions" in page
    assert f"/receipts/{receipt.id}/versions/12/" in page
    assert f"/receipts/{receipt.id}/versions/3/" in page
    assert f"/receipts/{receipt.id}/versions/2/" not in page
    assert f'<a href="/receipts/{receipt.id}/#versions">All 12 versions' in page


def test_filter_says_what_it_looked_for(ana: Contact, as_: As) -> None:
    sell(ana, "Kiln shelf")
    browser = as_(ana)
    assert "Kiln shelf" in page_of(browser, "?q=shelf&year=2026&status=paid")
    page = page_of(browser, "?q=<b>kiln&year=2025&status=refunded")
    assert "No refunded purchase from 2025 has “&lt;b&gt;kiln” in it." in page
    assert "Clear filters" in page
    assert 'value="&lt;b&gt;kiln"' in page


@pytest.mark.parametrize(
    "query", ["?year=0", "?year=0001", "?year=9999", "?year=x", "?status=none", "?after=x", "?before=%00", "?q=%00"]
)
def test_nonsense_in_the_address_is_ignored(ana: Contact, as_: As, query: str) -> None:
    sell(ana, "Kiln shelf")
    assert as_(ana).get(f"/purchases/{query}").status_code == 200


def test_links_of_pages_keep_the_filter(ana: Contact, as_: As) -> None:
    for _ in range(26):
        buy(ana, "Kiln & shelf")
    browser = as_(ana)
    page = page_of(browser, "?q=kiln+%26&year=2026")
    assert "25 on this page" in page
    link = page.split('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "q=kiln+%26&year=2026&after=" in link
    assert "1 on this page" in page_of(browser, link.partition("/purchases/")[2])


def test_empty(ana: Contact, as_: As) -> None:
    page = page_of(as_(ana))
    assert "No purchases yet" in page
    assert "Products given to you" in page
    assert "All receipts of a year" not in page
    assert 'role="search"' not in page


def test_closed_without_the_user_menu(ana: Contact, dee: Contact, as_: As) -> None:
    receipt = sell(ana)
    Site.objects.update(has_user_menu=False)
    addresses = ["/purchases/", "/receipts/year/?year=2026", f"/receipts/{receipt.id}/", f"/receipts/{receipt.id}.pdf"]
    for address in addresses:
        assert as_(ana).get(address).status_code == 403
    assert not HandedOut.objects.exists()
    assert as_(dee).get("/purchases/").status_code == 200


def test_page_costs_the_same_statements_for_one_and_for_many(ana: Contact, ben: Contact, as_: As) -> None:
    pay(buy(ana, gives=[product("Kiln")]))
    for number in range(60):
        bought = buy(ben, f"No. {number}", at=MAY + timedelta(days=number), gives=[product("Kiln")])
        last = [pay(bought, at=bought.bought_at + timedelta(hours=hour)) for hour in range(8)][-1]
        if number % 3 == 0:
            refund(last, 100, bought.bought_at + timedelta(days=1))
    rename(ana, full_name="Ana Sousa")
    rename(ben, full_name="Ben Sousa")
    assert statements(as_(ana)) == statements(as_(ben))


def statements(browser: Client) -> int:
    browser.get("/purchases/")  # last seen is written on the first
    with CaptureQueriesContext(connection) as done:
        browser.get("/purchases/")
    assert not [each["sql"] for each in done if each["sql"].startswith(("INSERT", "UPDATE"))]
    return len(done)


def archive(browser: Client, year: int) -> zipfile.ZipFile:
    answer = browser.get(f"/receipts/year/?year={year}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="receipts-{year}.zip"'
    assert answer["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_zip_of_a_year_holds_own_receipts_in_their_newest_version(ana: Contact, ben: Contact, as_: As) -> None:
    receipt = sell(ana)
    back = refund(receipt, 2100, datetime(2026, 5, 11, 9, tzinfo=UTC))
    sell(ana, at=datetime(2025, 5, 2, tzinfo=UTC))
    sell(ben)
    rename(ana, full_name="Ana Sousa")
    browser = as_(ana)
    found = archive(browser, 2026)
    assert found.testzip() is None
    assert set(found.namelist()) == {f"{receipt.number}.pdf", f"{back.number}.pdf"}
    assert found.read(f"{receipt.number}.pdf") == browser.get(f"/receipts/{receipt.id}.pdf").content
    assert set(HandedOut.objects.values_list("receipt_id", "version")) == {(receipt.id, 3), (back.id, 2)}


def test_zip_draws_one_pdf_at_a_time_while_it_is_sent(ana: Contact, as_: As) -> None:
    for hour in range(4):
        sell(ana, at=MAY + timedelta(hours=hour))
    answer = as_(ana).get("/receipts/year/?year=2026")
    assert not HandedOut.objects.exists()
    chunks = iter(answer.streaming_content)
    next(chunks)
    assert HandedOut.objects.count() == 1
    answer.close()


def test_zip_tells_of_a_copy_that_cannot_be_read(ana: Contact, as_: As, settings: Any) -> None:
    lost, whole = sell(ana), sell(ana, at=MAY + timedelta(days=1))
    browser = as_(ana)
    browser.get(f"/receipts/{lost.id}.pdf")
    (Path(settings.MEDIA_ROOT) / HandedOut.objects.get().pdf).unlink()
    found = archive(browser, 2026)
    assert set(found.namelist()) == {f"{lost.number}.txt", f"{whole.number}.pdf"}
    assert b"cannot be read" in found.read(f"{lost.number}.txt")


@pytest.mark.parametrize("query", ["", "?year=", "?year=2024", "?year=26", "?year=0001", "?year=٢٠٢٦", "?year=9999"])
def test_no_zip_for_a_year_without_receipts(ana: Contact, as_: As, query: str) -> None:
    sell(ana)
    assert as_(ana).get(f"/receipts/year/{query}").status_code == 404
