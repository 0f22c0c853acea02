"""The owner changes how receipts are worded, numbered and kept in step with details: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.core.text import clean_line, has_unshowable
from portico.domain.receipts.errors import NumberNotHigher, ReasonMissing
from portico.domain.receipts.models import Series, SeriesKind
from portico.domain.receipts.numbering import get_series, next_numbers, raise_next_number
from portico.domain.site.actions import change_site, freeze_details, unfreeze_details
from portico.domain.site.errors import InvalidSite
from portico.domain.site.models import Site

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class WantedNumber:
    """The next number the owner asks for in a series, and why numbers before it are left out."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where a refusal about a series is said."""

    prefix: str
    number: str
    reason: str


FIELDS = {
    SeriesKind.RECEIPT: _Fields("receipt_prefix", "next_number", "gap_reason"),
    SeriesKind.REFUND: _Fields("refund_prefix", "refund_next_number", "refund_gap_reason"),
}


def run(
    site: Site,
    *,
    values: Mapping[str, str],
    freezes: bool,
    wanted: Mapping[SeriesKind, WantedNumber],
    expected_version: int,
    by: Actor,
) -> Site:
    """Store it. `values` come from `site.checking.cleaned_receipts`; a series not in `wanted` goes on by itself.

    Raises InvalidSite, with messages at the fields that FIELDS names, and StaleSite.
    """
    with transaction.atomic():
        changed = change_site(site, values=values, expected_version=expected_version, by=by)
        errors = _taken_prefixes(values)
        for kind, number in wanted.items():
            errors |= _raise_number(kind, values[FIELDS[kind].prefix], number, by=by) if not errors else {}
        if errors:
            raise InvalidSite(errors)
        if freezes:
            freeze_details(by=by)
        else:
            unfreeze_details(by=by)
        changed.freezes_details = freezes
    return changed


def _taken_prefixes(values: Mapping[str, str]) -> dict[str, str]:
    """A prefix numbers receipts or refund receipts for ever, never both."""
    taken = {}
    for kind, fields in FIELDS.items():
        if Series.objects.filter(prefix=values[fields.prefix]).exclude(kind=kind).exists():
            taken[fields.prefix] = (
                _("This prefix numbers your refund receipts. Choose another one.")
                if kind == SeriesKind.RECEIPT
                else _("This prefix numbers your receipts. Choose another one.")
            )
    return taken


def _raise_number(kind: SeriesKind, prefix: str, wanted: WantedNumber, *, by: Actor) -> dict[str, str]:
    fields, reason = FIELDS[kind], clean_line(wanted.reason)
    if len(reason) > LONGEST_REASON or has_unshowable(wanted.reason.strip()):
        return {fields.reason: _("Write one line of 200 characters at most.")}
    try:
        raise_next_number(get_series(prefix, kind), next_number=wanted.number, reason=reason, by=by)
    except NumberNotHigher as refused:
        words = {"next": refused.next_number}
        if wanted.number > refused.next_number:
            return {fields.number: _("This number is too high.")}
        return {fields.number: _("%(next)s comes next by itself. It cannot be lowered.") % words}
    except ReasonMissing:
        first, last = next_numbers([prefix])[prefix], wanted.number - 1
        words = {"count": wanted.number - first, "first": first, "last": last}
        if first == last:
            return {fields.reason: _("Say why number %(first)s is left out.") % words}
        return {fields.reason: _("Say why the %(count)s numbers %(first)s to %(last)s are left out.") % words}
    return {}
