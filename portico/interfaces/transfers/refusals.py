"""Why a file, or a row of it, was not taken."""

from dataclasses import dataclass


class FileRefused(Exception):
    """The file as a whole cannot be read. `code` is for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ReadingStopped(FileRefused):
    """The file broke off at `line`: rows before it stand, nothing after it was read."""

    def __init__(self, code: str, message: str, *, line: int) -> None:
        super().__init__(code, message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a row: the column it is in (empty: the whole row) and a sentence."""

    column: str
    reason: str


class RowRefused(Exception):
    """One row was not taken; the others are not affected."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.reason for fault in faults))
        self.faults = faults
