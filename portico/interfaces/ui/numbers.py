"""Counts in pages: 1,284, by locale."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import translation


def number_text(number: Decimal | int) -> str:
    """1284 gives "1,284"."""
    return str(format_decimal(number, locale=(translation.get_language() or "en").replace("-", "_")))
