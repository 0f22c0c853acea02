"""A change of email as a story: asked for on a page, answered by mails, put in force by a button, undone by another."""

from __future__ import annotations

from django.db import transaction

from portico.core.history import Actor
from portico.core.limits.counting import is_allowed
from portico.core.text import canonical_email
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact, EmailChange
from portico.domain.site.models import Site
from portico.workflows import send_password_link
from portico.workflows.letters import email_change as letters
from portico.workflows.letters.letter import send_letter
from portico.workflows.sign_in_rights import can_sign_in


class TooManyChanges(Exception):
    """More changes were asked for than anybody needs; each sends two mails."""


def ask(contact: Contact, *, new_email: str, site: Site, by: Actor) -> EmailChange:
    """Make the change pending and send its mails; a taken address looks the same from outside.

    A newer change replaces an older one. Raises TooManyChanges after 5 in an hour.
    """
    if not is_allowed("email-change", contact.id, most=5, seconds=3600):
        raise TooManyChanges
    with transaction.atomic():
        asked = email_changes.ask(contact, new_email=new_email, by=by)
        change = asked.change
        holder = Contact.objects.filter(email=canonical_email(new_email)).exclude(id=contact.id).first()
        if holder is None:
            letter = letters.confirm_new(contact, change, asked.token, site)
            send_letter(letter, to=change.new_email_as_typed, contact=contact, site=site)
        else:
            send_letter(letters.address_wanted(holder, site), to=holder.email_as_typed, contact=holder, site=site)
        notice = letters.asked_notice(contact, change, site)
        send_letter(notice, to=change.old_email_as_typed, contact=contact, site=site)
    return change


def confirm(change: EmailChange, *, site: Site, by: Actor) -> Contact | None:
    """Put it in force and tell the old address how to undo it. None when the link does not work any more."""
    with transaction.atomic():
        changed = email_changes.confirm(change, by=by)
        if changed is None:
            return None
        _tell_old_address(changed, site)
    return changed.contact


def undo(change: EmailChange, *, site: Site) -> Contact | None:
    """Bring the old address back and mail it a link for a new password. None when the link does not work any more."""
    with transaction.atomic():
        contact = email_changes.undo(change, by=Actor("customer", change.contact_id))
        if contact is not None and can_sign_in(contact):
            send_password_link.run(contact, site=site)
    return contact


def tell_after_team_change(before: Contact, after: Contact, *, site: Site) -> None:
    """The team changed the address: the old one is told, with the same undo. Call inside the change's transaction."""
    _tell_old_address(email_changes.note_changed_by_team(before, after), site)


def _tell_old_address(changed: email_changes.Changed, site: Site) -> None:
    letter = letters.changed(changed.contact, changed.change, changed.undo_token, site)
    send_letter(letter, to=changed.change.old_email_as_typed, contact=changed.contact, site=site)
