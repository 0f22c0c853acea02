"""Makes cells inert for spreadsheets, and undoes it, so that what we exported comes back as it was."""

import re
from typing import Final

# A spreadsheet takes a cell that starts with one of these for a formula. The full-width forms count too: some
# programs fold them to ASCII before looking.
STARTS_A_FORMULA: Final = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"

_NEEDS_MARK: Final = re.compile(f"'*[{STARTS_A_FORMULA}]")
_HAS_MARK: Final = re.compile(f"'+[{STARTS_A_FORMULA}]")


def inert(value: str) -> str:
    """The cell with an apostrophe in front when a spreadsheet would run it as a formula.

    A value that already begins with apostrophes and then such a sign gets one more: `plain` takes exactly one
    away, so every value survives the way out and back.
    """
    return f"'{value}" if _NEEDS_MARK.match(value) else value


def plain(value: str) -> str:
    """The cell as it was before `inert`."""
    return value[1:] if _HAS_MARK.match(value) else value
