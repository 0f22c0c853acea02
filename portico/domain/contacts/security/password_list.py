"""A list of passwords that others have used, kept on this machine. Nobody else is asked about a password."""

from __future__ import annotations

import mmap
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portico.domain.contacts.models import Contact

LINE_ENDS = (b"", b"\n", b"\r")
SHORTEST = 8  # shorter ones are refused anyway, and too many lines begin with them to look at each


class PasswordListValidator:
    """Refuses what stands in the file: one password a line, UTF-8, best in lower case. No file: nothing is refused.

    The file is searched where it lies, so a list of millions costs no memory.
    """

    def __init__(self, path: str = "") -> None:
        self.path = Path(path) if path else None

    def validate(self, password: str, user: Contact | None = None) -> None:
        """Django's signature. Capitals are no difference: the list is also searched for the password in lower case."""
        if len(password) < SHORTEST or self.path is None or not self.path.is_file() or not self.path.stat().st_size:
            return
        wanted = {password.encode("utf-8", "replace"), password.lower().encode("utf-8", "replace")} - {b""}
        with self.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as listed:
            if any(_stands_in(listed, line) for line in wanted):
                raise ValidationError(self.get_help_text(), code="password_listed")

    def get_help_text(self) -> str:
        """What is wrong, and the cure."""
        return _("Others have used this password, and lists of such passwords go around. Choose another.")


def _stands_in(listed: mmap.mmap, line: bytes) -> bool:
    """Whether it is a whole line of the file."""
    if listed[: len(line)] == line and listed[len(line) : len(line) + 1] in LINE_ENDS:
        return True
    start = listed.find(b"\n" + line)
    while start >= 0:
        end = start + 1 + len(line)
        if listed[end : end + 1] in LINE_ENDS:
            return True
        start = listed.find(b"\n" + line, end)
    return False
