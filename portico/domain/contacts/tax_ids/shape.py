"""A tax number, and the refusal of one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TaxId:
    """A tax number: country, Stripe's type, the number compact and in capitals. Falsy without a number."""

    country: str = ""
    kind: str = ""
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.number)


class TaxIdError(ValueError):
    """A tax number that is refused: `code` for programs, `message` for people, `field` for the form.

    Fields: "tax_country", "tax_kind", "tax_number". Codes: "country", "kind", "too_long", "characters",
    "pattern", "check_digits".
    """

    def __init__(self, code: str, message: str, field: str = "tax_number") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
