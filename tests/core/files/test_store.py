"""Files named by what they hold."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from portico.core.files import store


def test_bytes_are_kept_under_their_hash() -> None:
    name = store.keep(b"one", room="receipts", ending="pdf")
    digest = hashlib.sha256(b"one").hexdigest()
    assert name == f"receipts/{digest[:2]}/{digest}.pdf"
    assert store.content_hash(b"one") == digest
    assert store.read(name) == b"one"


def test_keeping_again_changes_nothing() -> None:
    name = store.keep(b"one", room="receipts", ending="pdf")
    file = Path(default_storage.path(name))
    before = file.stat()
    assert store.keep(b"one", room="receipts", ending="pdf") == name
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert len(list(file.parent.iterdir())) == 1


def test_other_bytes_have_another_name() -> None:
    assert store.keep(b"one", room="r", ending="pdf") != store.keep(b"two", room="r", ending="pdf")


def test_a_writer_who_comes_at_the_same_time_gets_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = store.keep(b"one", room="r", ending="pdf")
    look, looks = default_storage.exists, iter([False])  # the first look was before the other had written
    monkeypatch.setattr(default_storage, "exists", lambda name: next(looks, None) is None and look(name))
    second = store.keep(b"one", room="r", ending="pdf")
    assert store.read(first) == store.read(second) == b"one"


def test_lost_bytes_are_told() -> None:
    with pytest.raises(FileNotFoundError):
        store.read("r/ab/abc.pdf")
