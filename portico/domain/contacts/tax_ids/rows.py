"""The shape of one row of the tables: a kind of number in one country."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

VAT = gettext_noop("VAT number")
TAX = gettext_noop("Tax number")
GST = gettext_noop("GST number")
SALES = gettext_noop("Sales tax number")
BUSINESS = gettext_noop("Business number")
COMPANY = gettext_noop("Company number")
PERSON = gettext_noop("Personal number")


@dataclass(frozen=True, slots=True)
class Form:
    """One way such a number is built: its pattern, and the python-stdnum module for its check digits.

    In the pattern, group `n` is the part that the module is asked about (without it, the whole number), group
    `c` the check digits, for the message. Without a module nothing but the pattern is checked.
    """

    pattern: re.Pattern[str]
    module: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind in one country. `lead` and `tail` belong to the number but may be left out when typing.

    `example` is compact and passes the check. `masks` print it: each # takes one character, the mask with as
    many # as the number has characters is used.
    """

    kind: str
    country: str
    what: str
    local: str
    short: str
    example: str
    forms: tuple[Form, ...]
    masks: tuple[str, ...]
    lead: str
    tail: str

    @property
    def length(self) -> int | None:
        """How many characters every such number has, None when that varies."""
        varies = len(self.forms) > 1 or re.search(r"[,|?]", self.forms[0].pattern.pattern.replace("?P<", ""))
        return None if varies else len(self.example)

    def shown(self, number: str) -> str:
        """Give a compact number as its people write it."""
        mask = next((mask for mask in self.masks if mask.count("#") == len(number)), None)
        if mask is None:
            return number
        characters = iter(number)
        return "".join(next(characters) if sign == "#" else sign for sign in mask)


def row(
    kind: str, country: str, what: str, names: str, example: str, *forms: str, masks: str = "", ends: str = ""
) -> Row:
    """Write one row. `names` is "short" or "short: what its people call it"; a form is "pattern" or
    "pattern module"; masks are divided by " | "; `ends` is "lead" or "lead...tail".
    """
    short, _, local = names.partition(": ")
    lead, _, tail = ends.partition("...")
    return Row(
        kind, country, what, local, short, example,
        forms=tuple(_form(form) for form in forms),
        masks=tuple(masks.split(" | ")) if masks else (),
        lead=lead, tail=tail,
    )  # fmt: skip


def _form(text: str) -> Form:
    pattern, _, module = text.partition(" ")
    return Form(re.compile(pattern, re.ASCII), module)
