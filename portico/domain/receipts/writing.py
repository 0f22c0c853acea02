"""How one receipt writes money, days and rates: in the language and the time zone that it was issued with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django.utils.translation import gettext as _

from portico.core import dates
from portico.core.money import format_money
from portico.domain.receipts.models import Receipt

_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Writing:
    """The hand in which a receipt is written."""

    language: str
    zone: ZoneInfo
    currency: str

    @classmethod
    def of(cls, receipt: Receipt) -> Writing:
        """That of a receipt. The words themselves follow Django's active language."""
        seller = receipt.seller
        return cls(seller.get("language") or "en", dates.zone(seller.get("time_zone", "")), receipt.currency)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is read from the right."""
        try:
            return str(Locale.parse(self.language.replace("-", "_")).text_direction) == "rtl"
        except (UnknownLocaleError, ValueError):
            return False

    def money(self, amount_minor: int) -> str:
        """€24.10"""
        return format_money(amount_minor, self.currency, self.language)

    def day(self, at: datetime) -> str:
        """2 May 2026"""
        return dates.day_text(at.astimezone(self.zone).date(), self.language)

    def moment(self, at: datetime) -> str:
        """2 May 2026, 10:18 CEST"""
        return dates.moment_text(at.astimezone(self.zone), self.language)

    def rate(self, rate: str) -> str:
        """21% for "21" or "21.00"; "" for no rate. What is no number stands as it came."""
        if not rate:
            return ""
        try:
            number = Decimal(rate)
            shown = format_decimal(number, "#,##0.######", self.language.replace("-", "_"))
        except (InvalidOperation, UnknownLocaleError, ValueError):
            return rate
        return f"{shown}%".replace("-", _MINUS)


def group_names(groups: tuple[str, ...]) -> str:
    """What a change of details touched, in words: "name, tax ID"."""
    names = {
        "name": _("name"),
        "company": _("company"),
        "email": _("email"),
        "tax_id": _("tax ID"),
        "address": _("address"),
    }
    return ", ".join(names[group] for group in groups)


def processor_name(processor: str) -> str:
    """The name of a processor as its customers know it; an unknown one stands as it came."""
    return {"stripe": "Stripe", "paypal": "PayPal", "sandbox": _("the sandbox")}.get(processor, processor)
