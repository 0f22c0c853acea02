"""What was handed out once is handed out like that again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from portico.core.files import store
from portico.domain.contacts.models import Contact
from portico.domain.receipts import handing_out
from portico.domain.receipts.access import find_own_receipt
from portico.domain.receipts.errors import KeptCopyDamaged, NoSuchVersion
from portico.domain.receipts.handing_out import hand_out_page, hand_out_pdf
from portico.domain.receipts.models import HandedOut, Receipt
from portico.domain.receipts.paper.sheet import to_json
from tests import cast
from tests.selling import refund, rename, sell


@pytest.fixture
def receipt(ana: Contact) -> Receipt:
    return sell(ana)


def test_first_view_keeps_the_sheet_and_later_ones_give_it_back(receipt: Receipt) -> None:
    first = hand_out_page(receipt)
    kept = HandedOut.objects.get()
    assert bytes(kept.sheet) == to_json(first.sheet)
    assert kept.sheet_sha256 == store.content_hash(to_json(first.sheet))
    assert (kept.version, kept.pdf) == (1, "")
    # The same facts written anew would now read otherwise: only the kept sheet can give this back.
    receipt.seller["message"] = "A later text"
    Receipt.objects.filter(id=receipt.id).update(paid_with="Something else", seller=receipt.seller)
    again = find_own_receipt(receipt.contact_id, receipt.id)
    assert again
    assert hand_out_page(again).sheet == first.sheet
    assert HandedOut.objects.count() == 1


def test_pdf_is_drawn_once_and_given_back_byte_for_byte(receipt: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = counting(monkeypatch)
    hand_out_page(receipt)
    first = hand_out_pdf(receipt)
    kept = HandedOut.objects.get()
    assert first.startswith(b"%PDF")
    assert kept.pdf_sha256 == store.content_hash(first)
    assert hand_out_pdf(receipt) == first == store.read(kept.pdf)
    assert len(drawn) == 1


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    drawn: list[int] = []
    real = handing_out.render_pdf

    def render(*args: Any, **options: Any) -> bytes:
        drawn.append(1)
        return real(*args, **options)

    monkeypatch.setattr(handing_out, "render_pdf", render)
    return drawn


def test_each_version_is_kept_by_itself(receipt: Receipt) -> None:
    hand_out_page(receipt)
    with time_machine.travel("2027-01-02T10:00:00Z", tick=False):
        rename(receipt.contact, full_name="Ana Sousa")
    newest = hand_out_page(receipt)
    assert (newest.version.number, newest.is_newest, newest.sheet.buyer.lines[0]) == (2, True, "Ana Sousa")
    older = hand_out_page(receipt, 1)
    assert (older.is_newest, older.sheet.buyer.lines[0]) == (False, "Ana Lima")
    assert set(HandedOut.objects.values_list("version", flat=True)) == {1, 2}


@pytest.mark.parametrize("number", [0, 2, 10**9])
def test_a_version_that_is_not_there(receipt: Receipt, number: int) -> None:
    with pytest.raises(NoSuchVersion):
        hand_out_page(receipt, number)
    assert not HandedOut.objects.exists()


def test_a_lost_file_is_an_error_and_not_drawn_again(receipt: Receipt, settings: Any) -> None:
    hand_out_pdf(receipt)
    (Path(settings.MEDIA_ROOT) / HandedOut.objects.get().pdf).unlink()
    with pytest.raises(KeptCopyDamaged, match="missing"):
        hand_out_pdf(receipt)


def test_a_changed_file_is_an_error(receipt: Receipt, settings: Any) -> None:
    hand_out_pdf(receipt)
    path = Path(settings.MEDIA_ROOT) / HandedOut.objects.get().pdf
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(KeptCopyDamaged, match="hash"):
        hand_out_pdf(receipt)


def test_a_changed_sheet_is_an_error(receipt: Receipt) -> None:
    hand_out_page(receipt)
    content = bytes(HandedOut.objects.get().sheet).replace(b"121.00", b"921.00")
    HandedOut.objects.update(sheet=content)
    with pytest.raises(KeptCopyDamaged):
        hand_out_page(receipt)


def test_a_lost_logo_does_not_keep_a_receipt_back(receipt: Receipt) -> None:
    receipt.seller["logo"] = "logo/ab/" + "ab" * 32 + ".png"
    assert hand_out_pdf(receipt).startswith(b"%PDF")


def test_receipt_of_a_refund_names_the_first_one(receipt: Receipt) -> None:
    back = refund(receipt, 2100, datetime(2026, 5, 11, 9, tzinfo=UTC))
    loaded = find_own_receipt(receipt.contact_id, back.id)
    assert loaded
    assert f"Refund of receipt {receipt.number} of 2 May 2026" in hand_out_page(loaded).sheet.purchase.lines


def test_of_first_readers_at_once_one_insert_wins(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every thread has built its own sheet before the first one stores it; all must get the one that was stored."""
    cast.open_site()
    receipt = sell(cast.customer("ana", "Ana Lima"))
    everyone = threading.Barrier(4, timeout=20)
    real, number = handing_out.build_sheet, iter(range(4))

    def build(*args: Any, **options: Any) -> Any:
        sheet = real(*args, **options)
        object.__setattr__(sheet, "notes", (f"written by reader {next(number)}",))
        everyone.wait()
        return sheet

    monkeypatch.setattr(handing_out, "build_sheet", build)
    sheets = at_once(4, lambda: hand_out_page(receipt).sheet)
    assert len(sheets) == 4
    assert len(set(sheets)) == 1
    assert bytes(HandedOut.objects.get().sheet) == to_json(sheets[0])


def test_of_first_downloads_at_once_one_file_wins(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.open_site()
    receipt = sell(cast.customer("ana", "Ana Lima"))
    hand_out_page(receipt)
    everyone = threading.Barrier(3, timeout=20)
    number = iter(range(3))

    def render(*args: Any, **options: Any) -> bytes:
        assert not connection.in_atomic_block  # drawing is slow: nobody waits for it
        everyone.wait()
        return b"%%PDF drawn by %d" % next(number)

    monkeypatch.setattr(handing_out, "render_pdf", render)
    files = at_once(3, lambda: hand_out_pdf(receipt))
    assert len(files) == 3
    assert set(files) == {store.read(HandedOut.objects.get().pdf)}


def at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results
