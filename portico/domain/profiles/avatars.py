"""Avatars: changed, removed, found for pages, and their files kept clean.

The files are written first, under a name nobody can guess; then one transaction points the row at them; then the old
ones go. A crash in between leaves files that no row names, and the daily job removes those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from portico.core import clock
from portico.core.files import store
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.queue import every
from portico.core.secrets import new_token
from portico.domain.contacts.models import Contact
from portico.domain.profiles.models import Avatar
from portico.domain.profiles.pictures import SIZES

ROOM = "avatars"
ORPHANED_AFTER = timedelta(days=1)  # long after any upload that is still under way
AT_ONCE = 500  # tokens asked for in one statement


def file_name(token: str, side: int) -> str:
    """Where one size of a picture lies in core.files."""
    return f"{ROOM}/{token}-{side}.webp"


def change_avatar(contact: Contact, *, pictures: Mapping[int, bytes], by: Actor) -> Avatar:
    """Show these pictures (`pictures.encode_avatar`) from now on; the ones before are gone with the commit."""
    token = new_token()
    try:
        for side in SIZES:
            store.keep_as(file_name(token, side), pictures[side])
        with transaction.atomic():
            before = _locked(contact)
            values = {"token": token, "at": clock.now()}
            avatar, _created = Avatar.objects.update_or_create(contact_id=contact.id, defaults=values)
            record("contact.avatar_changed", by=by, contact_id=contact.id, subject_id=contact.id)
            _delete_after_commit(before)
    except BaseException:
        _delete_files(token)
        raise
    return avatar


def remove_avatar(contact: Contact, *, by: Actor) -> None:
    """Show initials from now on. Where there is no picture nothing happens."""
    with transaction.atomic():
        before = _locked(contact)
        if before:
            Avatar.objects.filter(contact_id=contact.id).delete()
            record("contact.avatar_removed", by=by, contact_id=contact.id, subject_id=contact.id)
            _delete_after_commit(before)


def tokens_of(contact_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of the pictures of those who have one, in one statement."""
    return dict(Avatar.objects.filter(contact_id__in=contact_ids).values_list("contact_id", "token"))


def read_avatar(token: str, side: int) -> bytes | None:
    """One size of a picture that is shown now; None for any other name, at once after it was changed or removed."""
    if side not in SIZES or not Avatar.objects.filter(token=token).exists():
        return None
    try:
        return store.read(file_name(token, side))
    except FileNotFoundError:
        return None


@every(24 * 3600, "profiles.delete_orphaned_pictures")
def delete_orphaned_pictures() -> None:
    """Remove the files that no row names: of uploads cut short, and of contacts who were deleted."""
    names = store.list_names(ROOM)
    for start in range(0, len(names), AT_ONCE):
        tokens = {name: _token(name) for name in names[start : start + AT_ONCE]}
        shown = set(Avatar.objects.filter(token__in=set(tokens.values())).values_list("token", flat=True))
        _delete_old(name for name, token in tokens.items() if token not in shown)


def _locked(contact: Contact) -> str:
    """The token in force, "" without one. Until the transaction ends nobody else changes it, also where none is yet."""
    Contact.objects.select_for_update().only("id").get(id=contact.id)
    return Avatar.objects.filter(contact_id=contact.id).values_list("token", flat=True).first() or ""


def _delete_after_commit(token: str) -> None:
    if token:
        # a store that does not answer must not undo a change that is made; the daily job comes back
        transaction.on_commit(lambda: _delete_files(token), robust=True)


def _delete_files(token: str) -> None:
    for side in SIZES:
        store.delete(file_name(token, side))


def _delete_old(names: Iterable[str]) -> None:
    for name in names:
        if store.kept_at(name) < clock.now() - ORPHANED_AFTER:
            store.delete(name)


def _token(name: str) -> str:
    return name.removeprefix(f"{ROOM}/").rpartition("-")[0]
