from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portico.interfaces.transfers.cells import inert, plain

DANGEROUS = ["=1+1", "+31 20", "-5", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert inert(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["'t Hoen", "O'Rourke", "", "5", "a=b", "'"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert inert(cell) == cell == plain(cell)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12))
@example("'=x")
@example("''=x")
@example("'")
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert plain(inert(cell)) == cell


@given(st.lists(st.text("='+-@\"\n,;\t a", max_size=6), min_size=1, max_size=4))
def test_cells_come_back_through_a_file(row: list[str]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([inert(cell) for cell in row])
    back = next(csv.reader(io.StringIO(buffer.getvalue(), newline="")))
    assert [plain(cell) for cell in back] == row
