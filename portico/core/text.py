"""Text as people type it: made clean, compared without case and accents, checked for what a page cannot show."""

from __future__ import annotations

import re
import unicodedata

MAX_FIELD = 200  # characters a person may put into one short field

# Line breaks, tabs and other controls (Cc), lone surrogates (Cs) and the marks that turn reading order around.
_UNSHOWABLE = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


def clean_line(text: str) -> str:
    """One line as it is stored: NFC, no space at the ends, single spaces between words."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def has_unshowable(text: str) -> bool:
    """Whether the text holds control characters or marks that could make it read as something else."""
    return _UNSHOWABLE.search(text) is not None


def fold(text: str) -> str:
    """The form that search compares: no case, no accents, no width differences. `Ö` and `o` are equal."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def canonical_email(text: str) -> str:
    """The one form in which addresses are compared and stored: lower case, the domain in IDNA form.

    No other trick: dots and plus signs in the local part count. Raises ValueError for what is no address.
    """
    local, at, domain = unicodedata.normalize("NFC", text.strip()).rpartition("@")
    if not at or not local or not domain or len(text) > 254 or has_unshowable(text):
        raise ValueError("not an email address")
    try:
        ascii_domain = domain.lower().encode("ascii").decode() if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError("not an email address") from error
    return f"{local.lower()}@{ascii_domain.lower()}"
