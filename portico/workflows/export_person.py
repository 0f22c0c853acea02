"""A copy of everything we hold on a person: one ZIP with JSON, CSV, their picture and their receipts as PDF."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model

from portico.core.files import store
from portico.core.queue import every, job
from portico.core.secrets import new_token
from portico.domain.contacts.models import Contact
from portico.domain.privacy import actions
from portico.domain.privacy.models import CopyState, DataCopy
from portico.domain.privacy.queries import list_expired_copies
from portico.domain.profiles.avatars import read_avatar, tokens_of
from portico.domain.receipts.errors import KeptCopyDamaged
from portico.domain.receipts.handing_out import hand_out_pdf
from portico.domain.receipts.models import Receipt
from portico.domain.site.queries import get_site
from portico.workflows.letters import privacy as letters
from portico.workflows.letters.letter import send_letter
from portico.workflows.personal_data import PLACES, Place

BIGGEST_AVATAR = 512
SCHEMA = "1"  # docs/owners/privacy.md describes it; raised when a field changes its meaning


@job("privacy.make_copy", max_attempts=3)
def make(copy_id: str) -> None:
    """Make the copy that was asked for; asked again for one that is made, nothing happens."""
    copy = DataCopy.objects.select_related("contact").filter(id=UUID(copy_id), state=CopyState.WAITING).first()
    if copy is None:
        return
    name = f"copies/{new_token()}.zip"
    # on disk, not in memory: somebody with ten thousand receipts has half a gigabyte of them
    with tempfile.TemporaryFile() as file:
        _write(copy, file)
        size_bytes = file.tell()
        file.seek(0)
        default_storage.save(name, File(file))
    _tell(copy, name, size_bytes)


def _tell(copy: DataCopy, name: str, size_bytes: int) -> None:
    with transaction.atomic():
        if not actions.finish_copy(copy, file=name, size_bytes=size_bytes):
            store.delete(name)
            return
        site = get_site()
        contact = copy.contact
        send_letter(letters.copy_ready(site), to=contact.email_as_typed, contact=contact, site=site)


def _write(copy: DataCopy, file: IO[bytes]) -> None:
    contact = copy.contact
    receipts = Receipt.objects.filter(contact=contact).select_related("contact", "purchase").order_by("issued_at", "id")
    total = len(PLACES) + receipts.count() + 1
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        data: dict[str, Any] = {"schema": SCHEMA, "person": str(contact.id)}
        for done, place in enumerate(PLACES, 1):
            data[place.table] = rows = [_plain(row, place) for row in place.rows(contact).iterator(500)]
            _write_csv(archive, place.table, rows)
            actions.note_progress(copy, done=done, total=total)
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        _write_avatar(archive, contact)
        for done, (path, content) in enumerate(_receipt_files(receipts.iterator(50)), len(PLACES) + 1):
            archive.writestr(path, content)
            actions.note_progress(copy, done=done, total=total)


def _plain(row: Model, place: Place) -> dict[str, Any]:
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in place.secret
    }


def _write_csv(archive: zipfile.ZipFile, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _inert(value) for name, value in row.items()})
    archive.writestr(f"tables/{table}.csv", text.getvalue().encode("utf-8-sig"))


def _inert(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if isinstance(value, (dict, list)) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _write_avatar(archive: zipfile.ZipFile, contact: Contact) -> None:
    token = tokens_of([contact.id]).get(contact.id)
    picture = read_avatar(token, BIGGEST_AVATAR) if token else None
    if picture is not None:
        archive.writestr("avatar.webp", picture)


def _receipt_files(receipts: Iterator[Receipt]) -> Iterator[tuple[str, bytes]]:
    for receipt in receipts:
        try:
            yield f"receipts/{receipt.number}.pdf", hand_out_pdf(receipt)
        except KeptCopyDamaged:
            yield f"receipts/{receipt.number}.txt", b"This receipt cannot be read at the moment. Please write to us.\n"


@every(3600, "privacy.delete_old_copies")
def delete_old_copies() -> None:
    """Delete copies whose week is over, file first."""
    for copy in list_expired_copies():
        if copy.file:
            store.delete(copy.file)
        copy.delete()
