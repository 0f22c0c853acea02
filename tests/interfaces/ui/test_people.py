from __future__ import annotations

import pytest

from portico.interfaces.ui.people import COLOURS, colour_number, initials


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mireille Osterkamp", "MO"),
        ("  ana   maría   belén ", "AB"),
        ("Ngaio", "N"),
        ("O'Brien – Smith", "OS"),
        ("山田 太郎", "山太"),
        ("ßen Straße", "SS"),
        ("e\u0301lodie a\u030angstrom", "ÉÅ"),
        ("क्षेत्र सिंह", "क्षेसिं"),
        ("ميرا عبد الرحمن", "م\u200cا"),
        ("3M Company", "3C"),
        ("Ana -", "A"),
    ],
)
def test_initials(name: str, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize("name", ["", "   ", "- ?", "🙂"])
def test_without_a_name_the_email_speaks(name: str) -> None:
    assert initials(name, "zoe@example.com") == "Z"


def test_nothing_at_all_is_empty_and_never_a_question_mark() -> None:
    assert initials("??", "") == ""


def test_a_person_keeps_the_colour_and_people_use_them_all() -> None:
    assert colour_number("0198-a") == colour_number("0198-a")
    assert {colour_number(number) for number in range(500)} == set(range(COLOURS))
