"""How somebody shows themselves in one new community, and what they want to be told about there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.communities.access import Visitor
from portico.domain.communities.checking import cleaned_profile
from portico.domain.communities.errors import Stale
from portico.domain.communities.models import Community, MemberProfile, NoticeKind
from portico.domain.contacts.models import Contact

FIELDS = ("display_name", "headline", "bio")
CHANNELS = ("in_app", "email")
# In the community everything is told; mail goes out for what is meant for oneself.
USUAL = {
    NoticeKind.NEW_POST: {"in_app": True, "email": False},
    NoticeKind.COMMENT_ON_MINE: {"in_app": True, "email": True},
    NoticeKind.COMMENT_AFTER_MINE: {"in_app": True, "email": False},
}
Choices = dict[str, dict[str, bool]]


def find_member_profile(visitor: Visitor) -> MemberProfile:
    """The visitor's profile here; one with nothing filled in, not stored, for who never saved one."""
    values = {"community": visitor.community, "contact": visitor.contact}
    return MemberProfile.objects.filter(**values).first() or MemberProfile(**values)


def member_profiles(community: Community, contact_ids: Iterable[UUID]) -> dict[UUID, MemberProfile]:
    """The profiles of many contacts in one community, in one statement; who has none is left out."""
    found = MemberProfile.objects.filter(community=community, contact_id__in=list(contact_ids))
    return {profile.contact_id: profile for profile in found}


def name_in(community: Community, contact: Contact) -> str:
    """What somebody is called in a new community: the name chosen there, else the account's; "" for neither."""
    chosen = MemberProfile.objects.filter(community=community, contact=contact).values_list("display_name", flat=True)
    return chosen.first() or contact.full_name


def choices_of(profile: MemberProfile | None) -> Choices:
    """What a member wants to be told about, by kind and channel; where nothing was chosen, what is usual."""
    chosen = profile.notices if profile else {}
    return {
        str(kind): {way: bool(chosen.get(kind, {}).get(way, usual[way])) for way in CHANNELS}
        for kind, usual in USUAL.items()
    }


def change_member_profile(
    visitor: Visitor, *, typed: Mapping[str, str], expected_version: int, by: Actor
) -> MemberProfile:
    """Store name, headline and bio. What is stored already is a success without a write.

    Raises InvalidWords, Stale when the profile was saved since `expected_version`.
    """
    values = cleaned_profile(typed)
    with transaction.atomic():
        stored = locked_profile(visitor)
        changed = [name for name in FIELDS if getattr(stored, name) != values[name]]
        if not changed:
            return stored
        if stored.version != expected_version:
            raise Stale(stored)
        for name in changed:
            setattr(stored, name, values[name])
        stored.version, stored.updated_at = stored.version + 1, clock.now()
        stored.save()
        facts = {"fields": changed}
        record("community.profile_changed", by=by, contact_id=stored.contact_id, subject_id=stored.id, facts=facts)
    return stored


def change_notices(visitor: Visitor, *, choices: Choices, expected_version: int, by: Actor) -> MemberProfile:
    """Store what to be told about. The choice of a kind that the owner disabled is kept as it was.

    Raises Stale when the choices were saved since `expected_version`.
    """
    with transaction.atomic():
        stored = locked_profile(visitor)
        before = choices_of(stored)
        disabled = visitor.community.disabled_notices
        after = {kind: before[kind] if kind in disabled else choices.get(kind, before[kind]) for kind in before}
        changed = [kind for kind in before if before[kind] != after[kind]]
        if not changed:
            return stored
        if stored.notices_version != expected_version:
            raise Stale(stored)
        stored.notices, stored.notices_version = after, stored.notices_version + 1
        stored.save()
        facts = {"fields": changed}
        record("community.notices_changed", by=by, contact_id=stored.contact_id, subject_id=stored.id, facts=facts)
    return stored


def locked_profile(visitor: Visitor) -> MemberProfile:
    """The row, made if it is missing; nobody else changes it until the transaction ends."""
    new = MemberProfile(community=visitor.community, contact=visitor.contact)
    MemberProfile.objects.bulk_create([new], ignore_conflicts=True)
    rows = MemberProfile.objects.select_for_update()
    return rows.get(community=visitor.community, contact=visitor.contact)
