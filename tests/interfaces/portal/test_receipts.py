"""One receipt: page, PDF, versions, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portico.domain.contacts.models import Contact
from portico.domain.receipts.models import HandedOut, Receipt
from portico.domain.site.models import DetailsFreeze, Site
from tests.selling import refund, rename, sell

As = Callable[[Contact], Client]


@pytest.fixture
def receipt(ana: Contact) -> Receipt:
    return sell(ana)


def page_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def rename_on(day: str, who: Contact, **values: str) -> None:
    with time_machine.travel(f"{day}T10:00:00Z", tick=False):
        rename(who, **values)


def test_page_shows_the_sheet_and_its_versions(ana: Contact, receipt: Receipt, as_: As) -> None:
    rename_on("2027-01-02", ana, full_name="Ana Sousa")
    page = page_of(as_(ana), f"/receipts/{receipt.id}/")
    assert "<title>Receipt K-00001 · Kiln</title>" in page
    assert "<bdi>Ana Sousa</bdi>" in page
    assert "Version 2 of 2 Jan 2027, replaces version 1: name" in page
    assert "Version 2, the newest." in page
    assert "Shows your contact information of today." in page
    assert "2 Jan 2027. Changed by you: name" in page
    assert "2 May 2026. As first issued" in page
    assert f'href="/receipts/{receipt.id}/versions/1/"' in page
    assert f'href="/receipts/{receipt.id}/versions/2/"' not in page
    assert f'href="/receipts/{receipt.id}.pdf"' in page


def test_older_version_says_so_and_leads_to_the_newest(ana: Contact, receipt: Receipt, as_: As) -> None:
    refund(receipt, 2100, datetime(2026, 5, 11, 9, tzinfo=UTC))
    rename_on("2027-01-02", ana, full_name="Ana Sousa")
    page = page_of(as_(ana), f"/receipts/{receipt.id}/versions/2/")
    assert "<strong>This is version 2 of 11 May 2026.</strong> It was replaced on 2 Jan 2027: name." in page
    assert f'<a href="/receipts/{receipt.id}/">Open version 3</a>' in page
    assert "<bdi>Ana Lima</bdi>" in page
    assert "contact information of today" not in page
    assert f'href="/receipts/{receipt.id}/versions/2.pdf"' in page
    first = page_of(as_(ana), f"/receipts/{receipt.id}/versions/1/")
    assert "It was replaced on 11 May 2026: refund of €21.00." in first


def test_version_of_a_refund_leads_to_its_receipt(ana: Contact, receipt: Receipt, as_: As) -> None:
    back = refund(receipt, 2100, datetime(2026, 5, 11, 9, tzinfo=UTC))
    page = page_of(as_(ana), f"/receipts/{receipt.id}/")
    assert f'Refund of €21.00, refund receipt <a class="num" href="/receipts/{back.id}/">KR-00001</a>' in page
    assert "Refund receipt KR-00001" in page_of(as_(ana), f"/receipts/{back.id}/")


def test_a_site_that_freezes_says_which_details_stay(ana: Contact, receipt: Receipt, as_: As) -> None:
    freeze = DetailsFreeze.objects.create(from_at=datetime(2026, 1, 1, tzinfo=UTC))
    rename_on("2027-01-02", ana, full_name="Ana Sousa")
    address = f"/receipts/{receipt.id}/"
    page = page_of(as_(ana), address)
    assert "Kiln keeps the details on a receipt as they were on 2 May 2026." in page
    assert "<bdi>Ana Lima</bdi>" in page
    assert "contact information of today" not in page
    freeze.from_at = datetime(2026, 6, 1, tzinfo=UTC)
    freeze.save()
    assert "as they were on 1 Jun 2026." in page_of(as_(ana), address)
    # Over, but nothing changed since: the sheet still shows the frozen details, so it does not claim today's.
    freeze.until_at = datetime(2027, 2, 1, tzinfo=UTC)
    freeze.save()
    page = page_of(as_(ana), address)
    assert "keeps the details" not in page
    assert "contact information of today" not in page


def test_pdf_is_a_download_and_the_same_each_time(ana: Contact, receipt: Receipt, as_: As) -> None:
    answer = as_(ana).get(f"/receipts/{receipt.id}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="K-00001.pdf"'
    assert answer["Cache-Control"] == "no-store"
    rename_on("2027-01-02", ana, full_name="Ana Sousa")
    first = as_(ana).get(f"/receipts/{receipt.id}/versions/1.pdf")
    assert first.content == answer.content
    assert first["Content-Disposition"] == 'attachment; filename="K-00001-version-1.pdf"'
    assert as_(ana).get(f"/receipts/{receipt.id}.pdf").content != answer.content


def test_a_number_cannot_lead_out_of_the_file_name(ana: Contact, receipt: Receipt, as_: As) -> None:
    Receipt.objects.update(number='../K"1\r\n/2')
    disposition = as_(ana).get(f"/receipts/{receipt.id}.pdf")["Content-Disposition"]
    assert disposition == 'attachment; filename="K-1-2.pdf"'


ADDRESSES = ["/receipts/{}/", "/receipts/{}.pdf", "/receipts/{}/versions/1/", "/receipts/{}/versions/1.pdf"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_somebody_elses_receipt_is_missing(
    receipt: Receipt, ben: Contact, dee: Contact, client: Client, as_: As, address: str
) -> None:
    missing = as_(ben).get(address.format(uuid4()))
    theirs = as_(ben).get(address.format(receipt.id))
    assert missing.status_code == theirs.status_code == 404
    assert theirs.content == missing.content
    assert dict(theirs.headers) == dict(missing.headers)
    # the team reads receipts in the back office, not here
    assert as_(dee).get(address.format(receipt.id)).status_code == 404
    assert client.get(address.format(receipt.id)).status_code == 302
    assert not HandedOut.objects.exists()


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_a_version_that_is_not_there(receipt: Receipt, ana: Contact, as_: As, number: str) -> None:
    for ending in ("/", ".pdf"):
        assert as_(ana).get(f"/receipts/{receipt.id}/versions/{number}{ending}").status_code == 404


def test_a_lost_copy_is_told(
    receipt: Receipt, ana: Contact, as_: As, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    browser = as_(ana)
    browser.get(f"/receipts/{receipt.id}.pdf")
    (Path(settings.MEDIA_ROOT) / HandedOut.objects.get().pdf).unlink()
    answer = browser.get(f"/receipts/{receipt.id}.pdf")
    assert answer.status_code == 500
    assert "kept copy of this receipt cannot be read" in answer.content.decode()
    assert "studio@kiln.example" in answer.content.decode()
    assert "ana@example.org" not in caplog.text


def test_nothing_but_reading(receipt: Receipt, ana: Contact, as_: As) -> None:
    for address in ("/library/", "/purchases/", "/receipts/year/", f"/receipts/{receipt.id}/"):
        assert as_(ana).post(address).status_code == 405
    assert Site.objects.count() == 1
