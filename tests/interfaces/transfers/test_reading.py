from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from portico.interfaces.transfers.reading import (
    MAX_CELL_CHARS,
    MAX_RECORD_CHARS,
    Line,
    open_sheet,
    read_lines,
)
from portico.interfaces.transfers.refusals import FileRefused, ReadingStopped

NAMES = "Zoë Müller"


def _file(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _rows(path: Path) -> list[Line]:
    return list(read_lines(open_sheet(path)))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),  # the same letters
    ],
)
def test_encodings(tmp_path: Path, encoding: str, found: str) -> None:
    path = _file(tmp_path, f"email,name\nzoe@example.org,{NAMES}\n".encode(encoding))
    sheet = open_sheet(path)
    assert sheet.encoding == found
    assert sheet.headers == ("email", "name")
    assert list(read_lines(sheet)) == [Line(2, ("zoe@example.org", NAMES))]


def test_one_wrong_byte_far_behind_decides(tmp_path: Path) -> None:
    path = _file(tmp_path, b"email,name\n" + b"a@example.org,Ann\n" * 40_000 + "z@example.org,Zoë\n".encode("cp1252"))
    assert open_sheet(path).encoding == "cp1252"
    assert _rows(path)[-1].cells == ("z@example.org", "Zoë")


def test_a_letter_that_windows_does_not_know_makes_it_latin_1(tmp_path: Path) -> None:
    assert open_sheet(_file(tmp_path, b"email,name\na@example.org,\xe9\x81\n")).encoding == "latin-1"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(tmp_path: Path, separator: str) -> None:
    path = _file(tmp_path, separator.join(["email", "name", "city"]) + "\n" + separator.join(["a@b.example", "A", "B"]))
    assert open_sheet(path).separator == separator
    assert _rows(path)[0].cells == ("a@b.example", "A", "B")


def test_a_separator_inside_quotes_does_not_count(tmp_path: Path) -> None:
    path = _file(tmp_path, '"name, first; then last";email\nA;a@b.example\n')
    assert open_sheet(path).headers == ("name, first; then last", "email")


@pytest.mark.parametrize("hint", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_excels_separator_line(tmp_path: Path, hint: str) -> None:
    sheet = open_sheet(_file(tmp_path, hint + "email;a,b,c\nx@y.example;1\n"))
    assert sheet.headers == ("email", "a,b,c")
    assert [line.cells for line in read_lines(sheet)] == [("x@y.example", "1")]


def test_a_comma_as_excels_separator(tmp_path: Path) -> None:
    sheet = open_sheet(_file(tmp_path, "sep=,\nemail,name\nx@y.example,X\n"))
    assert sheet.headers == ("email", "name")


def test_line_ends_inside_quotes_keep_the_count_of_lines(tmp_path: Path) -> None:
    path = _file(tmp_path, 'email,note\r\na@b.example,"two\r\nlines"\r\n\r\nc@d.example,x\r\n')
    assert _rows(path) == [Line(3, ("a@b.example", "two\r\nlines")), Line(5, ("c@d.example", "x"))]


def test_old_mac_line_ends(tmp_path: Path) -> None:
    assert [line.cells for line in _rows(_file(tmp_path, "email,name\ra@b.example,A\r"))] == [("a@b.example", "A")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \r\n \r\n", "empty"),
        (b"PK\x03\x04rest of a workbook", "not_a_csv"),
        (b"\xd0\xcf\x11\xe0rest", "not_a_csv"),
        (b"%PDF-1.7\n", "not_a_csv"),
        (b"\x89PNG\r\n\x1a\n", "not_a_csv"),
        (b"\x1f\x8bzipped", "not_a_csv"),
        (b"<!DOCTYPE html><html></html>", "not_a_csv"),
        (b'\xef\xbb\xbf{"email": 1}', "not_a_csv"),
        (b"email,name\na@b.example,A\0B\n", "not_text"),
        (bytes(range(256)) * 20, "not_text"),
        (b"email,name,Email \na,b,c\n", "duplicate_header"),
        (b",,\n1,2,3\n", "no_header"),
        (b"a,b\x07c\n1,2\n", "not_a_csv"),
        (",".join(f"c{n}" for n in range(400)).encode() + b"\n", "too_many_columns"),
        (b'email,"name\n', "bad_quotes"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as caught:
        open_sheet(_file(tmp_path, content))
    assert caught.value.code == code
    assert caught.value.message


def test_a_row_of_another_width_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = _rows(_file(tmp_path, "email,name\na@b.example\nc@d.example,C,x\ne@f.example,E,,\ng@h.example,G\n"))
    assert [bool(row.problem) for row in rows] == [True, True, False, False]
    assert [row.number for row in rows] == [2, 3, 4, 5]


def test_a_cell_past_the_limit(tmp_path: Path) -> None:
    rows = _rows(_file(tmp_path, f"email,note\na@b.example,{'x' * (MAX_CELL_CHARS + 1)}\nc@d.example,y\n"))
    assert rows[0].problem
    assert rows[1].cells == ("c@d.example", "y")


def test_letters_that_do_not_decode(tmp_path: Path) -> None:
    half_a_pair = b"\xff\xfe" + "email,name\na@b.example,".encode("utf-16-le") + b"\x00\xd8" + "\n".encode("utf-16-le")
    assert _rows(_file(tmp_path, half_a_pair))[0].problem


def test_a_quote_that_is_never_closed_stops_the_reading_there(tmp_path: Path) -> None:
    path = _file(tmp_path, 'email,name\na@b.example,A\nc@d.example,"C\n' + "x,y\n" * MAX_RECORD_CHARS)
    lines = read_lines(open_sheet(path))
    assert next(lines).cells == ("a@b.example", "A")
    with pytest.raises(ReadingStopped) as caught:
        next(lines)
    assert caught.value.line == 3


def test_a_line_without_end_is_not_read_whole(tmp_path: Path) -> None:
    path = _file(tmp_path, "email,name\na@b.example," + "x" * (20 * MAX_RECORD_CHARS))
    tracemalloc.start()
    with pytest.raises(ReadingStopped):
        _rows(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_formulas_of_our_own_exports_come_back(tmp_path: Path) -> None:
    assert _rows(_file(tmp_path, "email,name\na@b.example,'=1+1\n"))[0].cells == ("a@b.example", "=1+1")
