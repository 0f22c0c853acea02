"""Whether details can be saved: everything wrong at once, each message at its field, with the cure."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from portico.core.text import MAX_FIELD, canonical_email, clean_line, has_unshowable
from portico.domain.contacts.addresses import ADDRESS_FIELDS, Address, check_address, normalise_address
from portico.domain.contacts.details import DETAIL_FIELDS, Details
from portico.domain.contacts.errors import InvalidDetails
from portico.domain.contacts.tax_ids import TaxIdError, parse_tax_id

_LIMITS = {"email": 254, "tax_number": 60, "tax_kind": 20, "tax_country": 2, "country": 2}


def cleaned_details(typed: Details, *, name_required: bool = True) -> Details:
    """The details as they are stored: clean lines, compact tax ID, canonical postal code.

    Raises InvalidDetails with every field that is wrong. An imported contact may lack a name (`name_required=False`).
    """
    errors = _unusable_text(typed)
    details = Details(**{f: v if f in errors else clean_line(v) for f, v in _values(typed).items()})
    if name_required and not details.full_name and "full_name" not in errors:
        errors["full_name"] = _("Write your name, as it should stand on your receipts.")
    if "email" not in errors:
        errors |= _email_errors(details.email)
    details = _with_tax_id(details, errors)
    details = _with_address(details, errors)
    if errors:
        raise InvalidDetails(errors)
    return details


def _values(details: Details) -> dict[str, str]:
    return {name: getattr(details, name) for name in DETAIL_FIELDS}


def _unusable_text(details: Details) -> dict[str, str]:
    """Too long, or not to be shown."""
    errors = {}
    for name, value in _values(details).items():
        limit = _LIMITS.get(name, MAX_FIELD)
        if len(value) > limit:
            errors[name] = _("This is too long. Use %(limit)s characters at most.") % {"limit": limit}
        elif has_unshowable(value):
            errors[name] = _("This holds a character that cannot be printed. Type it again without pasting.")
    return errors


def _email_errors(email: str) -> dict[str, str]:
    if not email:
        return {"email": _("Write your email address.")}
    try:
        host = canonical_email(email).rpartition("@")[2]
    except ValueError:
        host = ""
    if " " in email or "." not in host.strip("."):
        return {"email": _("This is not an email address. It looks like name@example.com.")}
    return {}


def _with_tax_id(details: Details, errors: dict[str, str]) -> Details:
    if {"tax_country", "tax_kind", "tax_number"} & errors.keys():
        return details
    try:
        tax_id = parse_tax_id(details.tax_country, details.tax_kind, details.tax_number)
    except TaxIdError as error:
        errors[error.field] = error.message
        return details
    return replace(details, tax_country=tax_id.country, tax_kind=tax_id.kind, tax_number=tax_id.number)


def _with_address(details: Details, errors: dict[str, str]) -> Details:
    if errors.keys() & set(ADDRESS_FIELDS) or details.address == Address():
        return details
    address = normalise_address(details.address)
    errors |= check_address(address)
    return replace(details, **{name: getattr(address, name) for name in ADDRESS_FIELDS})
