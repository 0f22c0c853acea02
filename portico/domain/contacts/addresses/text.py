"""Small questions about text: which script it is in, and how it reads without case, accents and dots."""

import re
import unicodedata


def fold(text: str) -> str:
    """Give text for comparing: no case, no accents, no punctuation, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def is_latin(text: str) -> bool:
    """Say whether every letter is a Latin one; text without letters counts as Latin."""
    return all(unicodedata.name(c, "").startswith("LATIN") for c in text if c.isalpha() and c not in "ªº")


def is_hidden(character: str) -> bool:
    """Say whether a character steers machines or turns text around instead of being read.

    Control characters, half pairs, line separators and the marks that reverse the reading direction. The
    joiners that Persian and Indian scripts need, and the marks that merely hint at a direction, are fine.
    """
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp", "Co"} or character in _TURNING


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
