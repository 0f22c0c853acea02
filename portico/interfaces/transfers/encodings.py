"""Finds out how a file's bytes are to be read, and refuses what is no text."""

import codecs
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from .refusals import FileRefused

CHUNK_BYTES: Final = 1 << 18

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Positions that Windows-1252 leaves empty. A file that has one of them is read as Latin-1, which fills them
# all.
_NOT_IN_WINDOWS_1252: Final = b"\x81\x8d\x8f\x90\x9d"


def encoding_of(path: Path) -> str:
    """The codec to read the file with: UTF-8 if all of it is, a byte order mark's, else a Western guess.

    Reads the whole file once, a piece at a time: one wrong byte at its end decides. Raises `FileRefused` for
    an empty file and for one that is not text.
    """
    with path.open("rb") as file:
        head = file.read(CHUNK_BYTES)
    _refuse_known_formats(head)
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    return _utf16_without_mark(head) or _by_all_bytes(path)


def _utf16_without_mark(head: bytes) -> str | None:
    """Plain letters in UTF-16 show as a NUL in every second byte; which half tells the order."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if odd and odd.count(0) > len(odd) * 0.4 and 0 not in even:
        return "utf-16-le"
    if even and even.count(0) > len(even) * 0.4 and 0 not in odd:
        return "utf-16-be"
    return None


def _by_all_bytes(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, windows = True, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            if b"\0" in chunk:
                raise FileRefused("not_text", _("This is not a CSV file: it has NUL bytes in it."))
            windows = windows and not any(byte in chunk for byte in _NOT_IN_WINDOWS_1252)
            utf8 = utf8 and _decodes(decoder, chunk)
        utf8 = utf8 and _decodes(decoder, b"", final=True)
    if utf8:
        return "utf-8"
    return "cp1252" if windows else "latin-1"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_known_formats(head: bytes) -> None:
    if not head.strip():
        raise FileRefused("empty", _("The file is empty."))
    known = (
        (b"PK\x03\x04", _("This is an Excel or Numbers file, not a CSV file. Save it as CSV first.")),
        (b"\xd0\xcf\x11\xe0", _("This is an Excel file, not a CSV file. Save it as CSV first.")),
        (b"%PDF", _("This is a PDF, not a CSV file.")),
        (b"\x1f\x8b", _("This is a compressed file. Unpack it first.")),
        (b"\x89PNG", _("This is a picture, not a CSV file.")),
        (b"\xff\xd8\xff", _("This is a picture, not a CSV file.")),
        (b"SQLite format 3", _("This is a database, not a CSV file.")),
    )
    for start, message in known:
        if head.startswith(start):
            raise FileRefused("not_a_csv", message)
    start_of_text = head[:200].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if start_of_text.startswith((b"<!doctype", b"<html", b"<?xml", b"{", b"[{")):
        raise FileRefused("not_a_csv", _("This is a web page or data of another kind, not a CSV file."))
