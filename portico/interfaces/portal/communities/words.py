"""What people wrote, ready to be drawn: paragraphs of lines of pieces, some of them links. Nothing in it can run."""

from __future__ import annotations

from urllib.parse import urlsplit

from portico.domain.preferences.paragraphs import Line, Piece, paragraphs

Paragraphs = tuple[tuple[Line, ...], ...]


def shown_text(text: str) -> Paragraphs:
    """The text with its links. An address that hides its host behind a name ("https://bank@evil") stays plain text."""
    return tuple(tuple(tuple(_honest(piece) for piece in line) for line in lines) for lines in paragraphs(text))


def _honest(piece: Piece) -> Piece:
    if not piece.address:
        return piece
    try:
        parts = urlsplit(piece.address)
    except ValueError:  # brackets that are no address
        return Piece(piece.text)
    return piece if parts.hostname and "@" not in parts.netloc else Piece(piece.text)
