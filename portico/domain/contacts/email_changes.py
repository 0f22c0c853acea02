"""A customer's own change of email: asked for, confirmed from the new address, undoable from the old one.

The pending address lives in our own row and nowhere else: to the sign-in library it does not exist, so no reset can
be sent there (docs/decisions/sign-in.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.rows import find_row
from portico.core.secrets import new_token, token_hash
from portico.core.text import canonical_email, clean_line
from portico.domain.contacts.actions import store_details
from portico.domain.contacts.errors import EmailTaken
from portico.domain.contacts.models import Contact, EmailChange, EmailChangeState, new_session_salt
from portico.domain.contacts.security.means import remove_added_since

CONFIRM_WITHIN = timedelta(hours=24)
UNDO_WITHIN = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that waits, with the token for its link (kept nowhere else)."""

    change: EmailChange
    token: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change in force, with the token of the old address's undo link."""

    contact: Contact
    change: EmailChange
    undo_token: str


def find_pending(contact: Contact) -> EmailChange | None:
    """The change that waits for its button, if it has not run out."""
    sql = "SELECT * FROM contacts_emailchange WHERE contact_id = %s AND state = 'pending' AND expires_at > %s"
    return find_row(EmailChange, sql, contact.id, clock.now())


def ask(contact: Contact, *, new_email: str, by: Actor) -> Asked:
    """Make the change pending; a newer one replaces an older one, whose link is dead from then on.

    `new_email` is checked already. Nothing here tells whether it is taken; `confirm` finds out.
    """
    typed = clean_line(new_email)
    token, now = new_token(), clock.now()
    with transaction.atomic():
        holder = Contact.objects.select_for_update().get(id=contact.id)
        withdraw(holder, by=by, quiet=True)
        change = EmailChange.objects.create(
            contact=holder,
            old_email=holder.email,
            old_email_as_typed=holder.email_as_typed,
            old_was_confirmed=holder.email_confirmed_at is not None,
            new_email=canonical_email(typed),
            new_email_as_typed=typed,
            token_hash=token_hash(token),
            requested_at=now,
            expires_at=now + CONFIRM_WITHIN,
        )
        record(
            "contact.email_change_asked",
            by=by,
            contact_id=holder.id,
            subject_id=change.id,
            after={"email": typed},
        )
    return Asked(change, token)


def withdraw(contact: Contact, *, by: Actor, quiet: bool = False) -> bool:
    """Keep the old address: the pending change is over. False when none was pending."""
    with transaction.atomic():
        pending = EmailChange.objects.filter(contact=contact, state=EmailChangeState.PENDING)
        ended = pending.update(state=EmailChangeState.WITHDRAWN)
        if ended and not quiet:
            record("contact.email_change_withdrawn", by=by, contact_id=contact.id, subject_id=contact.id)
    return bool(ended)


def find_by_token(token: str) -> EmailChange | None:
    """The change whose confirm link holds this token, whatever its state."""
    return EmailChange.objects.select_related("contact").filter(token_hash=token_hash(token)).first()


def find_by_undo_token(token: str) -> EmailChange | None:
    """The change whose undo link holds this token, whatever its state."""
    return EmailChange.objects.select_related("contact").filter(undo_hash=token_hash(token)).first()


def can_be_confirmed(change: EmailChange) -> bool:
    """Whether its link still works."""
    return change.state == EmailChangeState.PENDING and clock.now() < change.expires_at


def can_be_undone(change: EmailChange) -> bool:
    """Whether the old address may still take it back."""
    return (
        change.state == EmailChangeState.CONFIRMED and change.undo_until is not None and clock.now() < change.undo_until
    )


def confirm(change: EmailChange, *, by: Actor) -> Changed | None:
    """Put the new address in force. None when the link does not work any more, or the address was taken meanwhile."""
    try:
        with transaction.atomic():
            contact, locked = _lock(change)
            if not can_be_confirmed(locked):
                return None
            return _put_in_force(contact, locked, confirmed_at=clock.now(), by=by)
    except EmailTaken:
        return None


def _lock(change: EmailChange) -> tuple[Contact, EmailChange]:
    """Both rows as they are now, held until the transaction ends.

    The contact first, as everywhere: two writers who take them in opposite orders would wait for each other.
    """
    contact = Contact.objects.select_for_update().get(id=change.contact_id)
    return contact, EmailChange.objects.select_for_update().get(id=change.id)


def _store_email(contact: Contact, email: str, *, by: Actor) -> None:
    details = replace(contact.details, email=email)
    if details != contact.details:  # somebody may have written it there already
        store_details(contact, details, by=by)


def _put_in_force(contact: Contact, change: EmailChange, *, confirmed_at: datetime | None, by: Actor) -> Changed:
    salt = contact.session_salt  # the customer stays signed in where they pressed the button
    _store_email(contact, change.new_email_as_typed, by=by)
    Contact.objects.filter(id=contact.id).update(email_confirmed_at=confirmed_at, session_salt=salt)
    contact.email_confirmed_at, contact.session_salt = confirmed_at, salt
    _follow(contact)
    return Changed(contact, change, _make_undoable(change))


def _make_undoable(change: EmailChange) -> str:
    token = new_token()
    change.state = EmailChangeState.CONFIRMED
    change.undo_hash, change.undo_until = token_hash(token), clock.now() + UNDO_WITHIN
    change.save(update_fields=["state", "undo_hash", "undo_until"])
    return token


def note_changed_by_team(before: Contact, contact: Contact) -> Changed:
    """The undo for a change the team made (`actions.change_details` put it in force). Call in the same transaction."""
    withdraw(contact, by=Actor("team"), quiet=True)
    now = clock.now()
    change = EmailChange.objects.create(
        contact=contact,
        state=EmailChangeState.CONFIRMED,
        old_email=before.email,
        old_email_as_typed=before.email_as_typed,
        old_was_confirmed=before.email_confirmed_at is not None,
        new_email=contact.email,
        new_email_as_typed=contact.email_as_typed,
        token_hash=token_hash(new_token()),  # there is no confirm link
        requested_at=now,
        expires_at=now,
    )
    _follow(contact)
    return Changed(contact, change, _make_undoable(change))


def undo(change: EmailChange, *, by: Actor) -> Contact | None:
    """Bring the old address back, end all sessions, remove the password. None when the link does not work any more.

    Whoever undoes was not the one who changed it, so the password that allowed the change is worth nothing now, nor is
    any passkey, authenticator app or recovery code added since the change was asked for.
    Later changes fall with it. None also when the old address was given to somebody else meanwhile.
    """
    try:
        with transaction.atomic():
            contact, locked = _lock(change)
            if not can_be_undone(locked):
                return None
            _store_email(contact, locked.old_email_as_typed, by=by)
            _lock_out(contact, locked, by=by)
            contact.email_changes.filter(
                state__in=(EmailChangeState.PENDING, EmailChangeState.CONFIRMED),
                requested_at__gte=locked.requested_at,
            ).update(state=EmailChangeState.UNDONE)
            _follow(contact)
            record("contact.email_change_undone", by=by, contact_id=contact.id, subject_id=locked.id)
    except (EmailTaken, IntegrityError):
        return None
    return contact


def _lock_out(contact: Contact, change: EmailChange, *, by: Actor) -> None:
    contact.set_unusable_password()
    contact.session_salt = new_session_salt()
    contact.email_confirmed_at = change.requested_at if change.old_was_confirmed else None
    contact.save(update_fields=["password", "session_salt", "email_confirmed_at"])
    contact.sessions.all().delete()
    # whoever changed the address may have added a way in of their own
    remove_added_since(contact, change.requested_at, by=by)


def _follow(contact: Contact) -> None:
    """The sign-in library's row, where it has one, says the same in the same transaction."""
    EmailAddress.objects.filter(user_id=contact.id).update(
        email=contact.email, verified=contact.email_confirmed_at is not None, primary=True
    )
