"""The text of an announcement: paragraphs between blank lines, and addresses that become links. Nothing else means
anything: no mark-up, no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Only what a browser opens as a page. Quotes, brackets and blanks end it, so it cannot leave its attribute.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^]+", re.IGNORECASE)
_AFTER = ".,;:!?…)]*_"  # signs that belong to the sentence when they end an address


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with an `address`, a link to it."""

    text: str
    address: str = ""


Line = tuple[Piece, ...]


def paragraphs(body: str) -> list[tuple[Line, ...]]:
    """Paragraphs as lines, lines as pieces."""
    blocks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", body.strip("\n"))
    return [tuple(_pieces(line) for line in block.split("\n")) for block in blocks if block.strip()]


def _pieces(line: str) -> Line:
    pieces: list[Piece] = []
    end = 0
    for found in _ADDRESS.finditer(line):
        address = _without_sentence(found[0])
        if "://" not in address or address.endswith("://"):
            continue
        pieces.append(Piece(line[end : found.start()]))
        pieces.append(Piece(address, address))
        end = found.start() + len(address)
    pieces.append(Piece(line[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _without_sentence(address: str) -> str:
    """The address without the signs of the sentence around it; a bracket it opened itself stays."""
    while address and address[-1] in _AFTER:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address
