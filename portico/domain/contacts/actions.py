"""Every write of a contact but its change of email (`email_changes`) and imports (`imports`)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.text import canonical_email, clean_line, fold, has_unshowable
from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.details import DETAIL_FIELDS, Details, changed_fields
from portico.domain.contacts.errors import EmailTaken, ExternalIdTaken, InvalidDetails, StaleDetails
from portico.domain.contacts.models import Contact, DetailsVersion, new_session_salt
from portico.domain.contacts.search import index_contact


def add_contact(
    typed: Details,
    *,
    by: Actor,
    time_zone: str = "",
    external_id: str | None = None,
    password: str | None = None,
) -> Contact:
    """A new contact with version 1 of their details.

    Raises InvalidDetails, EmailTaken when the address belongs to somebody already, ExternalIdTaken.
    """
    details = cleaned_details(typed, name_required=False)
    contact = Contact(time_zone=time_zone, external_id=external_id or None)
    set_columns(contact, details)
    contact.set_password(password)
    with transaction.atomic():
        try:
            with transaction.atomic():
                contact.save(force_insert=True)
        except IntegrityError as error:
            holder = Contact.objects.filter(external_id=contact.external_id).first() if external_id else None
            raise (ExternalIdTaken(holder) if holder else EmailTaken) from error
        DetailsVersion.objects.bulk_create([first_version(contact, by=by)])
        index_contact(contact, is_new=True)
        record("contact.added", by=by, contact_id=contact.id, subject_id=contact.id, after=details.to_json())
    return contact


def set_columns(contact: Contact, details: Details) -> None:
    """Put details into the row's columns (not stored yet). `details` must be cleaned."""
    for name in DETAIL_FIELDS:
        if name != "email":
            setattr(contact, name, getattr(details, name))
    contact.email_as_typed = details.email
    contact.email = canonical_email(details.email)
    contact.sort_name = sort_name(details)


def sort_name(details: Details) -> str:
    """Under what a contact stands in lists: the folded name, else the address."""
    return fold(details.full_name or canonical_email(details.email))[:254]


def first_version(contact: Contact, *, by: Actor) -> DetailsVersion:
    """Version 1 of a new contact's details (not stored yet)."""
    return DetailsVersion(
        contact=contact,
        number=1,
        valid_from=contact.created_at,
        details=contact.details.to_json(),
        by_kind=by.kind,
        by_label=by.label,
    )


def change_details(contact: Contact, *, typed: Details, expected_version: int, by: Actor) -> Contact:
    """Store new details: the row, one DetailsVersion, one history entry; constant work however many receipts exist.

    `contact` is the row as the caller loaded it. Raises InvalidDetails, StaleDetails when somebody saved since
    `expected_version` (unless the same was saved: a repeat is a success), EmailTaken. A changed email is in force at
    once and unconfirmed, and ends the contact's sessions: a customer's own change goes through `email_changes`.
    """
    details = cleaned_details(typed)
    if details == contact.details:
        return contact
    if contact.version != expected_version:
        raise StaleDetails(contact)
    with transaction.atomic():
        stored = store_details(contact, details, by=by)
    if stored is None:
        current = Contact.objects.get(id=contact.id)
        if current.details == details:
            return current
        raise StaleDetails(current)
    return stored


def store_details(contact: Contact, details: Details, *, by: Actor) -> Contact | None:
    """The writes of one change, or None when the row moved on since it was loaded."""
    before = contact.details
    fields = changed_fields(before, details)
    values = {name: getattr(details, name) for name in fields if name != "email"}
    if "email" in fields:
        values |= _email_columns(contact, details.email)
    values["sort_name"] = sort_name(details)
    number = contact.details_number + 1
    try:
        with transaction.atomic(savepoint="email" in fields):
            updated = Contact.objects.filter(id=contact.id, version=contact.version).update(
                version=contact.version + 1, details_number=number, **values
            )
    except IntegrityError as error:
        raise EmailTaken from error
    if not updated:
        return None
    version = DetailsVersion(
        contact_id=contact.id,
        number=number,
        # taken while the row is held: in the order in which changes and receipts were written
        valid_from=clock.now(),
        changed=fields,
        details=details.to_json(),
        by_kind=by.kind,
        by_label=by.label,
    )
    DetailsVersion.objects.bulk_create([version])
    record(
        "contact.details_changed",
        by=by,
        contact_id=contact.id,
        subject_id=contact.id,
        facts={"fields": fields, "details_version": number},
        before={name: getattr(before, name) for name in fields},
        after={name: getattr(details, name) for name in fields},
    )
    for name, value in values.items():
        setattr(contact, name, value)
    contact.version, contact.details_number = contact.version + 1, number
    index_contact(contact)
    return contact


def _email_columns(contact: Contact, email: str) -> dict[str, object]:
    """What changes with the address. Only another way of writing it keeps its confirmation and the sessions."""
    canonical = canonical_email(email)
    if canonical == contact.email:
        return {"email_as_typed": email}
    return {
        "email": canonical,
        "email_as_typed": email,
        "email_confirmed_at": None,
        "session_salt": new_session_salt(),
    }


def confirm_email(contact: Contact, *, at: datetime | None = None) -> None:
    """The address was proven (its owner followed a link sent there). Confirmed already: nothing happens."""
    Contact.objects.filter(id=contact.id, email=contact.email, email_confirmed_at=None).update(
        email_confirmed_at=at or clock.now()
    )


def set_external_id(contact: Contact, *, external_id: str, expected_version: int, by: Actor) -> Contact:
    """Give the contact the ID another system knows them by; an empty one removes it.

    Any text up to 255 characters, without meaning to us, unique on the site. Raises InvalidDetails, StaleDetails,
    ExternalIdTaken with whoever has it.
    """
    cleaned = clean_line(external_id)
    if len(cleaned) > 255:
        raise InvalidDetails({"external_id": _("This is too long. Use 255 characters at most.")})
    if has_unshowable(external_id):
        raise InvalidDetails({"external_id": _("This holds a character that cannot be printed.")})
    value = cleaned or None
    if value == contact.external_id:
        return contact
    changed = _store_external_id(contact, value=value, expected_version=expected_version, by=by)
    if changed is not None:
        return changed
    current = Contact.objects.get(id=contact.id)
    if current.external_id == value:  # a repeat is a success
        return current
    raise StaleDetails(current)


def _store_external_id(contact: Contact, *, value: str | None, expected_version: int, by: Actor) -> Contact | None:
    """The write behind `set_external_id`; None when the row moved on."""
    before = contact.external_id
    with transaction.atomic():
        try:
            with transaction.atomic():
                updated = Contact.objects.filter(id=contact.id, version=expected_version).update(
                    external_id=value, version=expected_version + 1
                )
        except IntegrityError as error:
            holder = Contact.objects.filter(external_id=value).first()
            if holder is None:
                raise
            raise ExternalIdTaken(holder) from error
        if not updated:
            return None
        contact.external_id, contact.version = value, expected_version + 1
        index_contact(contact)
        record(
            "contact.external_id_changed",
            by=by,
            contact_id=contact.id,
            subject_id=contact.id,
            before={"external_id": before},
            after={"external_id": value},
        )
    return contact


def seen(contact: Contact) -> None:
    """Note that the contact was here, at most once an hour."""
    now = clock.now()
    if contact.last_seen_at is None or (now - contact.last_seen_at).total_seconds() > 3600:
        Contact.objects.filter(id=contact.id).update(last_seen_at=now)


def end_sessions(contact: Contact, *, but: str | None = None) -> None:
    """End every session of the contact, also one that is being made this moment: the salt in their hash changes.

    The row of the session with the key `but` stays; its caller renews the hash in it (`update_session_auth_hash`).
    """
    contact.session_salt = new_session_salt()
    with transaction.atomic():
        Contact.objects.filter(id=contact.id).update(session_salt=contact.session_salt)
        contact.sessions.exclude(session_key=but or "").delete()
