"""Writes of the site."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.site.errors import StaleSite
from portico.domain.site.models import DetailsFreeze, Site

EDITABLE = frozenset(
    {
        *("name", "logo", "accent", "accent_ink", "language", "time_zone", "contact_email", "sender_name"),
        *("seller_name", "seller_registration", "seller_address", "seller_tax_id"),
        *("receipt_title", "receipt_message", "receipt_prefix", "refund_prefix"),
        *("has_user_menu", "built_with", "allows_code_sign_in", "retention_years"),
    }
)


def open_site(*, name: str, contact_email: str, by: Actor, **values: object) -> Site:
    """Create the site's row; where it exists already it is returned unchanged."""
    with transaction.atomic():
        defaults = {"name": name, "contact_email": contact_email, **values}
        site, created = Site.objects.get_or_create(id=1, defaults=defaults)
        if created:
            record("site.opened", by=by, subject_id=1, after={"name": name})
    return site


def change_site(site: Site, *, values: Mapping[str, object], expected_version: int, by: Actor) -> Site:
    """Store the given fields (names in EDITABLE; already checked). Nothing changed writes nothing.

    Raises StaleSite when somebody saved since `expected_version`.
    """
    unknown = set(values) - EDITABLE
    if unknown:
        raise ValueError(f"not a field of the site: {sorted(unknown)}")
    changed = {field: value for field, value in values.items() if getattr(site, field) != value}
    if not changed:
        return site
    with transaction.atomic():
        updated = Site.objects.filter(id=1, version=expected_version).update(version=expected_version + 1, **changed)
        if not updated:
            raise StaleSite
        before = {field: getattr(site, field) for field in changed}
        facts = {"fields": sorted(changed)}
        record("site.changed", by=by, subject_id=1, facts=facts, before=before, after=changed)
    return Site.objects.get(id=1)


def freeze_details(*, by: Actor) -> None:
    """From now on no change of details reaches a receipt. Frozen already: nothing happens."""
    with transaction.atomic():
        if Site.objects.filter(id=1, freezes_details=False).update(freezes_details=True):
            DetailsFreeze.objects.create(from_at=clock.now())
            record("site.details_frozen", by=by, subject_id=1)


def unfreeze_details(*, by: Actor) -> None:
    """From now on changes of details reach receipts again. Not frozen: nothing happens."""
    with transaction.atomic():
        if Site.objects.filter(id=1, freezes_details=True).update(freezes_details=False):
            DetailsFreeze.objects.filter(until_at=None).update(until_at=clock.now())
            record("site.details_unfrozen", by=by, subject_id=1)
