"""Contacts out of files: many at once, in a number of statements that does not grow with them.

What a person changed since the last import stands: a file never overwrites it silently. An empty cell says
nothing, it erases nothing; an address or a tax ID that the file has replaces the whole of the old one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.core.history.models import Entry, Values
from portico.core.text import canonical_email, has_unshowable
from portico.domain.contacts.actions import first_version, set_columns
from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.details import DETAIL_FIELDS, Details, changed_fields
from portico.domain.contacts.errors import InvalidDetails
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.search import index_contacts
from portico.domain.contacts.tax_ids import TaxIdError, parse_tax_id, tax_kinds

TAX_FIELDS = ("tax_country", "tax_kind", "tax_number")
ADDRESS_FIELDS = ("country", "line1", "line2", "city_area", "city", "region", "postal_code", "sorting_code")


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """One row: details as the file has them, empty where it says nothing."""

    details: Details
    external_id: str = ""
    time_zone: str = ""
    created_at: datetime | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a row. `faults` maps a column (or "" for the whole row) to why it was refused."""

    kind: Literal["created", "changed", "left", "refused"]
    contact: Contact | None = None
    faults: dict[str, str] = field(default_factory=dict)


def import_contacts(rows: Sequence[ImportedContact], *, by: Actor, dry_run: bool = False) -> list[Outcome]:
    """Create and change contacts, all or none of the given rows; refused ones are told and stop nothing.

    Each address may be in `rows` once. Rows that are there already are left, so a repeat changes nothing. A
    dry run gives the same outcomes and writes nothing. Nobody is mailed.
    """
    with transaction.atomic():
        plan = _Plan(rows, by=by)
        outcomes = [plan.judge(row) for row in rows]
        if not dry_run:
            plan.write()
    return outcomes


class _Plan:
    """The work of one batch: what is known, what is to be written."""

    def __init__(self, rows: Sequence[ImportedContact], *, by: Actor) -> None:
        self.by = by
        emails = [email for row in rows if (email := _email_of(row.details))]
        # locked, so that a customer who saves meanwhile waits and then finds the row changed
        found = Contact.objects.select_for_update().filter(email__in=emails).order_by("id")
        self.known: dict[str, Contact] = {contact.email: contact for contact in found}
        self.now = clock.now()  # after waiting for the locks: who held them wrote an earlier version
        external_ids = [row.external_id for row in rows if row.external_id]
        holders = Contact.objects.filter(external_id__in=external_ids).only("id", "external_id", "email", "full_name")
        self.holders: dict[str, str] = {str(each.external_id): each.email for each in holders}
        self.versions = _newest_versions([contact.id for contact in self.known.values()])
        self.added: list[Contact] = []
        self.changed: list[tuple[Contact, Details]] = []
        self.touched: list[Contact] = []

    def judge(self, row: ImportedContact) -> Outcome:
        email = _email_of(row.details)
        contact = self.known.get(email)
        faults = self._external_id_faults(row, email, contact)
        try:
            details = _cleaned(_merged(contact.details, row.details) if contact else _with_kind(row.details))
        except InvalidDetails as error:
            return Outcome("refused", contact, error.errors | faults)
        if faults:
            return Outcome("refused", contact, faults)
        if row.external_id:
            self.holders[row.external_id] = email
        return self._change(contact, details, row) if contact else self._add(details, row)

    def _external_id_faults(self, row: ImportedContact, email: str, contact: Contact | None) -> dict[str, str]:
        if not row.external_id:
            return {}
        if len(row.external_id) > 255:
            return {"external_id": _("This is too long. Use 255 characters at most.")}
        if has_unshowable(row.external_id):
            return {"external_id": _("This holds a character that cannot be printed.")}
        holder = self.holders.get(row.external_id)
        if holder is not None and holder != email:
            words = {"id": row.external_id, "holder": holder}
            return {"external_id": _("External user ID %(id)s already belongs to %(holder)s.") % words}
        if contact and contact.external_id and contact.external_id != row.external_id:
            return {
                "external_id": _("This contact already has the external user ID %(id)s.") % {"id": contact.external_id}
            }
        return {}

    def _add(self, details: Details, row: ImportedContact) -> Outcome:
        contact = Contact(
            external_id=row.external_id or None,
            time_zone=row.time_zone,
            created_at=min(row.created_at or self.now, self.now),
            # What Django writes for nobody's password; its own way of drawing the letters is slow.
            password=UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30),
        )
        set_columns(contact, details)
        self.added.append(contact)
        self.known[contact.email] = contact
        return Outcome("created", contact)

    def _change(self, contact: Contact, details: Details, row: ImportedContact) -> Outcome:
        adds_columns = bool(row.external_id and not contact.external_id) or bool(
            row.time_zone and not contact.time_zone
        )
        before = contact.details
        if details != before:
            refusal = self._overwrites(contact, row, details)
            if refusal == "left":
                details = before
            elif refusal:
                return Outcome("refused", contact, {"": refusal})
        if details == before and not adds_columns:
            return Outcome("left", contact)
        contact.external_id = contact.external_id or row.external_id or None
        contact.time_zone = contact.time_zone or row.time_zone
        self.touched.append(contact)
        if details != before:
            self.changed.append((contact, before))
            set_columns(contact, details)
        return Outcome("changed", contact)

    def _overwrites(self, contact: Contact, row: ImportedContact, details: Details) -> str:
        """Why the row may not be written over the contact: a sentence, "left" when the file is merely old, or
        "".
        """
        newest, imported = self.versions.get(contact.id, (None, None))
        if newest is None or newest is imported:
            return ""
        if imported is not None and self._says_nothing_new(row, Details.from_json(imported.details)):
            return "left"
        on = newest.valid_from.date().isoformat()
        words = {
            "who": _who(newest.by_kind),
            "on": on,
            "fields": ", ".join(changed_fields(contact.details, details)),
        }
        return _("Changed by %(who)s on %(on)s, not overwritten. The file differs in: %(fields)s.") % words

    def _says_nothing_new(self, row: ImportedContact, imported: Details) -> bool:
        try:
            return _cleaned(_merged(imported, row.details)) == imported
        except InvalidDetails:
            return False

    def write(self) -> None:
        """Everything that was planned, in one go."""
        Contact.objects.bulk_create(self.added)
        for contact in self.touched:
            contact.version += 1
        for contact, _before in self.changed:
            contact.details_number += 1
        _store(self.touched)
        versions = [first_version(contact, by=self.by) for contact in self.added]
        versions += [self._next_version(contact, before) for contact, before in self.changed]
        DetailsVersion.objects.bulk_create(versions)
        index_contacts(self.added, are_new=True)
        index_contacts(self.touched)
        self._record()

    def _next_version(self, contact: Contact, before: Details) -> DetailsVersion:
        details = contact.details
        return DetailsVersion(
            contact=contact,
            number=contact.details_number,
            valid_from=self.now,
            changed=changed_fields(before, details),
            details=details.to_json(),
            by_kind=self.by.kind,
            by_label=self.by.label,
        )

    def _record(self) -> None:
        entries = [self._entry("contact.added", contact, {}) for contact in self.added]
        values = []
        changed = {contact.id: before for contact, before in self.changed}
        for contact in self.touched:
            if contact.id not in changed:
                entries.append(self._entry("contact.completed", contact, {}))
                continue
            before, after = changed[contact.id], contact.details
            fields = changed_fields(before, after)
            facts = {"fields": fields, "details_version": contact.details_number}
            entries.append(self._entry("contact.details_changed", contact, facts))
            values.append(Values(entry=entries[-1], before=_only(before, fields), after=_only(after, fields)))
        record_many(entries)
        Values.objects.bulk_create(values)

    def _entry(self, verb: str, contact: Contact, facts: Mapping[str, object]) -> Entry:
        return new_entry(verb, by=self.by, contact_id=contact.id, subject_id=contact.id, facts=facts)


def _newest_versions(contact_ids: Sequence[UUID]) -> dict[UUID, tuple[DetailsVersion, DetailsVersion | None]]:
    """For each contact the newest version of the details, and the newest one that an import wrote."""
    found: dict[UUID, tuple[DetailsVersion, DetailsVersion | None]] = {}
    rows = DetailsVersion.objects.filter(contact_id__in=contact_ids).order_by("number")
    for row in rows:
        earlier = found.get(row.contact_id, (row, None))[1]
        found[row.contact_id] = (row, row if row.by_kind == "import" else earlier)
    return found


def _store(contacts: Sequence[Contact]) -> None:
    """Changed rows in one statement: inserting over the same key is many times faster than a CASE a row."""
    columns = ["external_id", "time_zone", "sort_name", "version", "details_number", "email_as_typed"]
    Contact.objects.bulk_create(
        contacts,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*columns, *(name for name in DETAIL_FIELDS if name != "email")],
    )


def _merged(current: Details, row: Details) -> Details:
    """What the contact would be: the file's values over the current ones."""
    values = {name: getattr(row, name) for name in ("full_name", "company") if getattr(row, name)}
    if any(getattr(row, name) for name in ADDRESS_FIELDS if name != "country"):
        values |= {name: getattr(row, name) for name in ADDRESS_FIELDS}
        values["country"] = row.country or current.country
    elif row.country and not current.address.has_more_than_country():
        values["country"] = row.country
    if row.tax_number:
        values |= {name: getattr(_with_kind(row), name) for name in TAX_FIELDS}
    return replace(current, **values)


def _with_kind(details: Details) -> Details:
    """The details with country and kind of the tax ID filled in where the file only has a number."""
    if not details.tax_number or (details.tax_country and details.tax_kind):
        return details
    country, kind = _guessed(details.tax_number, details.tax_country or details.country, details.tax_kind)
    return replace(details, tax_country=country, tax_kind=kind)


@lru_cache(maxsize=1000)
def _guessed(number: str, country: str, kind: str) -> tuple[str, str]:
    """Country and kind that fit a number: the given country, then the number's own first letters.

    Where nothing fits, the likeliest kind: its check then says what is wrong.
    """
    own = number.strip()[:2].upper().replace("EL", "GR")
    countries = dict.fromkeys(code for code in (country, own) if code and tax_kinds(code))
    for code in countries:
        for each in tax_kinds(code):
            if kind in ("", each.kind) and _is_right(code, each.kind, number):
                return code, each.kind
    first = next(iter(countries), country)
    kinds = tax_kinds(first)
    return first, kind or (kinds[0].kind if kinds else "")


def _is_right(country: str, kind: str, number: str) -> bool:
    try:
        return bool(parse_tax_id(country, kind, number))
    except TaxIdError:
        return False


@lru_cache(maxsize=1000)
def _cleaned(details: Details) -> Details:
    # The rows of one buyer repeat the same details; checking them is most of the work.
    return cleaned_details(details, name_required=False)


def cleaned_import(details: Details) -> Details:
    """Details of a file as we keep them, the kind of the tax ID found out. Raises InvalidDetails."""
    return _cleaned(_with_kind(details))


def _email_of(details: Details) -> str:
    try:
        return canonical_email(details.email)
    except ValueError:
        return ""


def _only(details: Details, fields: Sequence[str]) -> dict[str, str]:
    return {name: getattr(details, name) for name in fields}


def _who(kind: str) -> str:
    return {"customer": _("the customer"), "team": _("your team"), "api_key": _("another program")}.get(kind, kind)
