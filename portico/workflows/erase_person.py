"""A deleted account: everything about the person goes, but issued receipts and what proves them, until the day set."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from portico.core.files import store
from portico.core.history.actions import record
from portico.core.history.actor import CLOCK
from portico.core.queue import every
from portico.core.queue.models import Job
from portico.domain.communities import pictures
from portico.domain.communities.models import Comment, MemberProfile, Post
from portico.domain.contacts import search as contact_search
from portico.domain.contacts.models import Contact, DetailsVersion, EmailChange, new_session_salt
from portico.domain.directory import search as directory_search
from portico.domain.payments.models import Payment, Refund
from portico.domain.privacy.actions import note_deleted
from portico.domain.privacy.models import DataCopy, Deletion
from portico.domain.privacy.queries import list_due_deletions, list_over_retention
from portico.domain.profiles.avatars import remove_avatar
from portico.domain.profiles.pictures import SIZES
from portico.domain.purchases.models import Purchase
from portico.domain.receipts.models import HandedOut, Receipt
from portico.domain.site.queries import get_site
from portico.workflows.personal_data import PLACES, Fate


@every(3600, "privacy.erase_due")
def erase_due() -> None:
    """Delete the accounts whose week to think is over, each in a transaction of its own."""
    for deletion in list_due_deletions():
        erase(deletion)


def erase(deletion: Deletion) -> None:
    """Delete one account. Receipts stay, with the details they were made out to, until the owner's retention ends."""
    contact = deletion.contact
    with transaction.atomic():
        Contact.objects.select_for_update().get(id=contact.id)
        _delete_files(contact)
        contact_search.INDEX.forget([contact.id])
        directory_search.INDEX.forget([contact.id])
        Job.objects.filter(arguments__email=contact.email).delete()
        EmailChange.objects.filter(new_email=contact.email).delete()  # also of others, who asked for this address
        for place in PLACES:
            if place.fate is Fate.DELETE:
                place.rows(contact).delete()
        _blank_writings(contact)
        note_deleted(deletion, kept_until=_kept_until(contact))
        _blank_contact(contact)
        record("privacy.deleted", by=CLOCK, contact_id=contact.id, subject_id=contact.id)


def _delete_files(contact: Contact) -> None:
    """Once the rows are gone for good; a crash in between leaves files that daily jobs find."""
    remove_avatar(contact, by=CLOCK)
    copies = DataCopy.objects.filter(contact=contact).exclude(file="").values_list("file", flat=True)
    tokens = (
        MemberProfile.objects.filter(contact=contact).exclude(avatar_token="").values_list("avatar_token", flat=True)
    )
    names = [*copies, *(pictures.file_name(token, side) for token in tokens for side in SIZES)]
    for name in names:
        transaction.on_commit(partial(store.delete, name))


def _blank_writings(contact: Contact) -> None:
    """Others answered them, so their places stay; what they said is gone."""
    gone = _("Deleted")
    Post.objects.filter(author=contact).update(title="", text=gone)
    Comment.objects.filter(author=contact).update(text=gone)


def _kept_until(contact: Contact) -> date | None:
    """The end of the retention of the newest receipt: years count from the end of the year of issue."""
    newest = Receipt.objects.filter(contact=contact).order_by("-issued_at").first()
    return date(newest.issued_at.year + get_site().retention_years, 12, 31) if newest else None


def _blank_contact(contact: Contact) -> None:
    has_receipts = Receipt.objects.filter(contact=contact).exists()
    if not has_receipts:
        DetailsVersion.objects.filter(contact=contact).delete()
    address = f"{contact.id.hex}@deleted.invalid"
    blank = dict.fromkeys(
        (
            *("full_name", "company", "tax_country", "tax_kind", "tax_number", "time_zone"),
            *("country", "line1", "line2", "city_area", "city", "region", "postal_code", "sorting_code"),
        ),
        "",
    )
    contact.set_unusable_password()
    Contact.objects.filter(id=contact.id).update(
        **blank,
        email=address,
        email_as_typed=address,
        sort_name=address,
        email_confirmed_at=None,
        external_id=None,
        last_login=None,
        last_seen_at=None,
        is_active=False,
        password=contact.password,
        session_salt=new_session_salt(),
        version=contact.version + 1,
    )


@every(24 * 3600, "privacy.end_retention")
def end_retention() -> None:
    """Delete what was kept of deleted accounts once the owner's retention is over."""
    for deletion in list_over_retention():
        _end_retention(deletion.contact)


def _end_retention(contact: Contact) -> None:
    kept = HandedOut.objects.filter(receipt__contact=contact)
    files = [name for name in kept.values_list("pdf", flat=True) if name]
    with transaction.atomic():
        kept.delete()
        Receipt.objects.filter(contact=contact, refund_of__isnull=False).delete()
        Receipt.objects.filter(contact=contact).delete()
        Refund.objects.filter(contact=contact).delete()
        Payment.objects.filter(contact=contact).delete()
        Purchase.objects.filter(contact=contact).delete()
        DetailsVersion.objects.filter(contact=contact).delete()
        Deletion.objects.filter(contact=contact).update(kept_until=None)
        record("privacy.retention_ended", by=CLOCK, contact_id=contact.id, subject_id=contact.id)
    for name in files:
        store.delete(name)
