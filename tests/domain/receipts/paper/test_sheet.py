import json
from dataclasses import FrozenInstanceError, asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.domain.receipts.paper.parts import MAX_ITEMS, MAX_TEXT
from portico.domain.receipts.paper.sheet import (
    MAX_TOTAL_TEXT,
    TEMPLATE_VERSION,
    Line,
    Party,
    State,
    from_json,
    instant,
    to_json,
)

from .samples import make_sheet

texts = st.text(st.characters(codec="utf-8"), max_size=30)
parties = st.builds(Party, texts, st.lists(texts, max_size=4).map(tuple))


@given(buyer=parties, lines=st.lists(st.builds(Line, *[texts] * 5), max_size=5).map(tuple), title=texts)
def test_any_sheet_comes_back_from_its_json_unchanged(buyer, lines, title):
    sheet = make_sheet(buyer=buyer, lines=lines, title=f"A{title}")
    assert from_json(to_json(sheet)) == sheet
    assert to_json(from_json(to_json(sheet))) == to_json(sheet)


def test_json_is_sorted_spaceless_and_utf8():
    data = to_json(make_sheet(title="Quittung für 王"))
    assert data.startswith(b'{"accent":"#2743b8","at":')
    assert "Quittung für 王".encode() in data
    assert data == json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def edited(**changes):
    return json.dumps({**asdict(make_sheet()), **changes}).encode()


@pytest.mark.parametrize(
    "data",
    [
        edited(extra="x"),
        edited(title=1),
        edited(title=None),
        edited(template="1"),
        edited(template=True),
        edited(template=TEMPLATE_VERSION + 1),
        edited(template=0),
        edited(notes="not a list"),
        edited(notes=[["nested"]]),
        edited(lines=[{"text": "half a line"}]),
        edited(buyer={"heading": "To", "lines": [], "more": ""}),
        edited(state={"text": "Paid", "tone": "gold"}),
        edited(direction="up"),
        edited(at="2026-05-02"),
        edited(at="2026-05-02T10:00:00+02:00"),
        edited(at="yesterday"),
        edited(accent="red"),
        edited(accent="#2743B8"),
        edited(language="en; x"),
        edited(number=" "),
        edited(document_title=""),
        edited(title="\u200b\n"),
        edited(title="\ud800"),
        to_json(make_sheet())[:-1] + b',"title":"again"}',
        b"[]",
        b"null",
        b"{}",
        b"",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_json_that_is_no_sheet_is_refused(data):
    with pytest.raises(ValueError):
        from_json(data)


def test_json_without_one_key_is_refused():
    tree = asdict(make_sheet())
    for key in tree:
        with pytest.raises(ValueError, match="keys"):
            from_json(json.dumps({name: value for name, value in tree.items() if name != key}).encode())


@pytest.mark.parametrize("where", ["title", "number", "date", "version_line", "logo", "page_label"])
def test_a_text_over_the_bound_is_refused(where):
    assert make_sheet(**{where: "x" * MAX_TEXT})
    with pytest.raises(ValueError, match=where):
        make_sheet(**{where: "x" * (MAX_TEXT + 1)})


def test_a_name_of_a_megabyte_is_refused_before_anything_is_drawn():
    with pytest.raises(ValueError, match="lines"):
        Party("To", ("x" * 1_000_000,))


def test_too_many_lines_and_too_much_text_are_refused():
    line = Line("Course", "", "1", "", "€1.00")
    assert make_sheet(lines=(line,) * MAX_ITEMS)
    with pytest.raises(ValueError, match="lines"):
        make_sheet(lines=(line,) * (MAX_ITEMS + 1))
    with pytest.raises(ValueError, match=str(MAX_TOTAL_TEXT)):
        make_sheet(notes=("x" * MAX_TEXT,) * (MAX_TOTAL_TEXT // MAX_TEXT))


def test_the_wrong_type_is_refused():
    for wrong in (["a list"], ("text", 1), "text"):
        with pytest.raises(ValueError):
            make_sheet(notes=wrong)
    with pytest.raises(ValueError, match="seller"):
        make_sheet(seller=State("Paid", "paid"))


def test_a_sheet_cannot_be_changed_only_replaced():
    sheet = make_sheet()
    with pytest.raises(FrozenInstanceError):
        sheet.title = "Invoice"
    assert replace(sheet, title="Invoice") != sheet


def test_the_instant_is_read_as_utc():
    assert instant("2026-05-02T08:18:00Z") == instant("2026-05-02T08:18:00+00:00")
    with pytest.raises(ValueError, match="UTC"):
        instant("2026-05-02T08:18:00")
