"""Refusals of the receipts room."""


class NumberNotHigher(Exception):
    """A series never goes back: the wanted next number is below the one that comes by itself."""

    def __init__(self, next_number: int) -> None:
        super().__init__(f"next is {next_number}")
        self.next_number = next_number


class ReasonMissing(Exception):
    """A gap in the numbers needs a reason."""


class WrongSums(ValueError):
    """Lines, taxes and total of a receipt do not add up."""


class NoSuchVersion(LookupError):
    """A receipt has no version of that number."""


class KeptCopyDamaged(Exception):
    """What was handed out is missing from the store or not what was kept; nothing may take its place."""
