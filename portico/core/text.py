"""Text as people type it: made clean, compared without case and accents, checked for what a page cannot show."""

from __future__ import annotations

import re
import unicodedata

MAX_FIELD = 200  # characters a person may put into one short field

# Line breaks, tabs and other controls (Cc), lone surrogates (Cs) and the marks that turn reading order around.
_UNSHOWABLE = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that print nothing
# What may stand before and behind the last @. A mail program reads the signs left out as more than one address, or as
# another one; quoted forms that would allow them are in no use. A host has no empty label, so no dot at its end.
_LOCAL = re.compile(r"[^\s()<>\[\]:;@\\,\"]+")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


def clean_line(text: str) -> str:
    """One line as it is stored: NFC, no space at the ends, single spaces between words."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def clean_lines(text: str) -> str:
    """Several lines as they are stored: each of them clean, one empty line between paragraphs at most."""
    lines = (clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def has_unshowable(text: str) -> bool:
    """Whether the text holds control characters or marks that could make it read as something else."""
    return _UNSHOWABLE.search(text) is not None


def shows_nothing(text: str) -> bool:
    """Whether no sign of the text can be seen: empty, or only spaces, zero-width signs and marks without a letter."""
    return all(sign in _BLANK_LETTERS or unicodedata.category(sign)[0] in "CMZ" for sign in text)


def fold(text: str) -> str:
    """The form that search compares: no case, no accents, no width differences. `Ö` and `o` are equal."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def canonical_email(text: str) -> str:
    """The one form in which addresses are compared and stored: lower case, the domain in IDNA form.

    No other trick: dots and plus signs in the local part count. Raises ValueError for what is no address.
    """
    local, at, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or not domain or len(text) > 254 or has_unshowable(text):
        raise ValueError("not an email address")
    try:
        host = (domain if domain.isascii() else domain.encode("idna").decode()).lower()
    except UnicodeError as error:
        raise ValueError("not an email address") from error
    canonical = f"{local.lower()}@{host}"
    if not _HOST.fullmatch(host) or len(canonical) > 254:
        raise ValueError("not an email address")
    return canonical
