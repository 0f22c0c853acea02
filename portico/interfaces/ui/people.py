"""How a person without a picture is drawn: initials on a colour that stays theirs."""

from __future__ import annotations

import unicodedata
import zlib

COLOURS = 12
"""As many as avatars.css has."""

_JOINER = "\u200d"
_NON_JOINER = "\u200c"
_VIRAMA = 9  # Unicode's combining class of the signs that join two Indic letters


def initials(name: str, email: str = "") -> str:
    """First letters of the first and last word, in any script; without a name, the first letter of the email.

    "Mireille Osterkamp" gives "MO", "Ngaio" gives "N", "山田 太郎" gives "山太". Words without a letter or
    digit do not count. "" only when there is none at all.
    """
    firsts = [first for word in name.split() if (first := _first_letter(word))]
    if not firsts:
        return _first_letter(email)
    if len(firsts) == 1:
        return firsts[0]
    # Kept apart where letters would else melt into a word, as in Arabic.
    between = _NON_JOINER if unicodedata.bidirectional(firsts[0][0]) == "AL" else ""
    return firsts[0] + between + firsts[-1]


def colour_number(person_id: object) -> int:
    """0 to 11, always the same for the same id."""
    return zlib.crc32(str(person_id).encode()) % COLOURS


def _first_letter(word: str) -> str:
    """The first letter or digit in upper case, with the marks that belong to it."""
    word = unicodedata.normalize("NFC", word)
    start = next((i for i, sign in enumerate(word) if sign.isalnum()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(word) and _belongs(word[end - 1], word[end]):
        end += 1
    # Only the first letter of an upper case that grows: "ß" becomes "SS", of which one is enough.
    letter = word[start:end].rstrip(_JOINER)
    upper = letter.upper()
    return upper if len(upper) == len(letter) else upper[: len(letter)]


def _belongs(before: str, sign: str) -> bool:
    """Whether a sign is part of the letter before it: a mark, or the second half of a joined Indic pair."""
    is_joined = unicodedata.combining(before) == _VIRAMA and sign.isalpha()
    return unicodedata.category(sign).startswith("M") or sign == _JOINER or is_joined
