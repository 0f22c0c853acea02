"""Whether what was typed about the site can be saved: everything wrong at once, each message at its field.

One function a group of settings that is saved together. Each gives the values as they are stored, or raises
InvalidSite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from portico.core.text import canonical_email, clean_line, has_unshowable
from portico.domain.site.colours import NEEDED, contrast, ink_on, is_colour
from portico.domain.site.errors import InvalidSite

LIMITS = {
    "name": 100,
    "contact_email": 254,
    "sender_name": 100,
    "seller_name": 200,
    "seller_registration": 100,
    "seller_tax_id": 40,
    "receipt_title": 60,
    "receipt_message": 300,
    "receipt_prefix": 20,
    "refund_prefix": 20,
}
ADDRESS_LINES = 6  # as many as the head of a receipt has room for
ADDRESS_LIMIT = 600
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]*")


def cleaned_look(typed: Mapping[str, str]) -> dict[str, str]:
    """Name, contact email, accent (with its ink), sender name, time zone, language."""
    errors: dict[str, str] = {}
    values = _lines(typed, ("name", "contact_email", "sender_name"), errors)
    if not values["name"]:
        errors.setdefault("name", _("Write the name of your business."))
    if "contact_email" not in errors:
        _check_email(values["contact_email"], errors)
    values["accent"] = typed.get("accent", "").strip().lower()
    if values["accent"] and not values["accent"].startswith("#"):
        values["accent"] = f"#{values['accent']}"
    _check_accent(values, errors)
    values["time_zone"], values["language"] = typed.get("time_zone", ""), typed.get("language", "")
    if values["time_zone"] not in available_timezones():
        errors["time_zone"] = _("Choose a time zone from the list.")
    if values["language"] not in dict(settings.LANGUAGES):
        errors["language"] = _("Choose a language from the list.")
    return _unless(errors, values)


def cleaned_seller(typed: Mapping[str, str]) -> dict[str, str]:
    """Business name, registration number, address (several lines) and tax number, as receipts print them."""
    errors: dict[str, str] = {}
    values = _lines(typed, ("seller_name", "seller_registration", "seller_tax_id"), errors)
    if not values["seller_name"]:
        errors.setdefault("seller_name", _("Write the business name that stands on your receipts."))
    values["seller_address"] = _address(typed.get("seller_address", ""), errors)
    return _unless(errors, values)


def cleaned_receipts(typed: Mapping[str, str]) -> dict[str, str]:
    """Title, message and the two prefixes. A prefix does not end in a digit: where would its number begin?"""
    errors: dict[str, str] = {}
    prefixes = ("receipt_prefix", "refund_prefix")
    values = _lines(typed, ("receipt_title", "receipt_message", *prefixes), errors)
    if not values["receipt_title"]:
        errors.setdefault("receipt_title", _("Write what your receipts are called, such as Receipt."))
    for field in prefixes:
        if field not in errors and (problem := _prefix_problem(values[field])):
            errors[field] = problem
    if not errors.keys() & set(prefixes) and values["receipt_prefix"] == values["refund_prefix"]:
        errors["refund_prefix"] = _("Refund receipts need a prefix of their own.")
    return _unless(errors, values)


def _unless(errors: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    if errors:
        raise InvalidSite(errors)
    return values


def _lines(typed: Mapping[str, str], fields: tuple[str, ...], errors: dict[str, str]) -> dict[str, str]:
    values = {field: clean_line(typed.get(field, "")) for field in fields}
    for field, value in values.items():
        if problem := _problem(typed.get(field, "").strip(), len(value), LIMITS[field]):
            errors[field] = problem
    return values


def _problem(text: str, length: int, limit: int) -> str:
    if length > limit:
        return _("This is too long. Use %(limit)s characters at most.") % {"limit": limit}
    if has_unshowable(text):
        return _("This holds a character that cannot be printed. Type it again without pasting.")
    return ""


def _check_email(email: str, errors: dict[str, str]) -> None:
    try:
        host = canonical_email(email).rpartition("@")[2]
    except ValueError:
        host = ""
    if " " in email or "." not in host.strip("."):
        errors["contact_email"] = _("This is not an email address. It looks like name@example.com.")


def _check_accent(values: dict[str, str], errors: dict[str, str]) -> None:
    if not is_colour(values["accent"]):
        errors["accent"] = _("Write the colour as # and six digits or letters a to f, like #2743b8.")
        return
    values["accent_ink"] = ink_on(values["accent"])
    if contrast(values["accent"], values["accent_ink"]) < NEEDED:
        errors["accent"] = _("No text is readable on this colour. Choose a lighter or a darker one.")


def _address(typed: str, errors: dict[str, str]) -> str:
    lines = [clean_line(line) for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    address = "\n".join(line for line in lines if line)
    if address.count("\n") >= ADDRESS_LINES:
        errors["seller_address"] = _("Use %(lines)s lines at most.") % {"lines": ADDRESS_LINES}
    elif problem := _problem(address.replace("\n", " "), len(address), ADDRESS_LIMIT):
        errors["seller_address"] = problem
    return address


def _prefix_problem(prefix: str) -> str:
    if not prefix:
        return _("Write a prefix, such as R- or 2027-.")
    if not _PREFIX.fullmatch(prefix):
        return _("Use letters A to Z, digits and the signs - / . _ only, and start with a letter or digit.")
    if prefix[-1].isdigit():
        return _("End the prefix with a letter or a sign, like %(example)s.") % {"example": f"{prefix}-"}
    return ""
