"""A member's own picture in one new community, beside the account's: kept, removed, its files kept clean.

As with avatars the files come first, then one transaction names them, then the old ones go.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from portico.core import clock
from portico.core.files import store
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.queue import every
from portico.core.secrets import new_token
from portico.domain.communities.access import Visitor
from portico.domain.communities.member_profiles import locked_profile
from portico.domain.communities.models import Community, MemberProfile
from portico.domain.profiles.pictures import SIZES

ROOM = "community-avatars"
ORPHANED_AFTER = timedelta(days=1)


def file_name(token: str, side: int) -> str:
    """Where one size of a picture lies in core.files."""
    return f"{ROOM}/{token}-{side}.webp"


def change_picture(visitor: Visitor, *, pictures: Mapping[int, bytes], by: Actor) -> None:
    """Show these pictures (`profiles.pictures.encode_avatar`) in this community from now on."""
    token = new_token()
    try:
        for side in SIZES:
            store.keep_as(file_name(token, side), pictures[side])
        _name(visitor, token, by=by)
    except BaseException:
        _delete_files(token)
        raise


def remove_picture(visitor: Visitor, *, by: Actor) -> None:
    """Show the account's picture from now on. Without one of its own nothing happens."""
    _name(visitor, "", by=by)


def read_picture(community: Community, token: str, side: int) -> bytes | None:
    """One size of a picture that a member shows here now; None for any other name."""
    if side not in SIZES or not MemberProfile.objects.filter(community=community, avatar_token=token).exists():
        return None
    try:
        return store.read(file_name(token, side))
    except FileNotFoundError:
        return None


@every(24 * 3600, "communities.delete_orphaned_pictures")
def delete_orphaned_pictures() -> None:
    """Remove the files that no row names: of uploads cut short, and of contacts who were deleted."""
    for name in store.list_names(ROOM):
        token = name.removeprefix(f"{ROOM}/").rpartition("-")[0]
        is_old = store.kept_at(name) < clock.now() - ORPHANED_AFTER
        if is_old and not MemberProfile.objects.filter(avatar_token=token).exists():
            store.delete(name)


def _name(visitor: Visitor, token: str, *, by: Actor) -> None:
    with transaction.atomic():
        profile = locked_profile(visitor)
        before = profile.avatar_token
        if before == token:
            return
        profile.avatar_token, profile.updated_at = token, clock.now()
        profile.save(update_fields=["avatar_token", "updated_at"])
        record("community.picture_changed", by=by, contact_id=profile.contact_id, subject_id=profile.id)
        if before:
            # a store that does not answer must not undo a change that is made; the daily job comes back
            transaction.on_commit(lambda: _delete_files(before), robust=True)


def _delete_files(token: str) -> None:
    for side in SIZES:
        store.delete(file_name(token, side))
