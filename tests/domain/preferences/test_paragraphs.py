"""The text of an announcement: blank lines and links mean something, nothing else does."""

from __future__ import annotations

import pytest

from portico.domain.preferences.paragraphs import paragraphs


def links(text: str) -> list[str]:
    return [piece.address for block in paragraphs(text) for line in block for piece in line if piece.address]


def read(text: str) -> list[list[str]]:
    return [["".join(piece.text for piece in line) for line in block] for block in paragraphs(text)]


def test_a_blank_line_begins_a_paragraph() -> None:
    assert read("\nOne\ntwo\n \n\nThree\n\n") == [["One", "two"], ["Three"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://kiln.example/a.", ["https://kiln.example/a"]),
        ("(https://kiln.example/a_(b)), and", ["https://kiln.example/a_(b)"]),
        ("HTTP://kiln.example/?a=1&b=2!", ["HTTP://kiln.example/?a=1&b=2"]),
        ("https://", []),
        ("https://...", []),
        ("javascript:alert(1) data:text/html,x mailto:a@b.example", []),
        ('https://kiln.example/"onmouseover="x', ["https://kiln.example/"]),
        ("https://kiln.example/<script>", ["https://kiln.example/"]),
        ("https://a.example https://b.example", ["https://a.example", "https://b.example"]),
    ],
)
def test_only_addresses_of_pages_become_links(text: str, found: list[str]) -> None:
    assert links(text) == found
    assert read(text) == [[text]]


def test_hostile_lengths_take_no_time() -> None:
    text = "https://" + "a(" * 10_000
    assert len(links(text)) == 1
