"""The communities of the demo business: opened for their products, with members' profiles and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from portico.core.history import Actor
from portico.domain.catalog.models import Product
from portico.domain.communities.access import Visitor
from portico.domain.communities.imports import ImportedComment, ImportedPost, import_posts
from portico.domain.communities.member_profiles import change_member_profile
from portico.domain.communities.models import Community, MemberProfile
from portico.domain.communities.opening import open_community
from portico.domain.contacts.models import Contact


def load(file: Mapping[str, Any], shift: timedelta, *, by: Actor) -> None:
    """Open the communities of the file; dates move by `shift`. Loaded again it leaves what is there."""
    for entry in file["community"]:
        product = Product.objects.get(handle=entry["product"])
        community = open_community(slug=product.handle, about=entry["about"], product=product, by=by)
        people = _people(entry)
        for member in entry.get("member", ()):
            _introduce(community, people[member["contact"]], member, by=by)
        import_posts(community, [_post(post, people, shift) for post in entry["post"]], by=by)


def _people(entry: Mapping[str, Any]) -> dict[str, Contact]:
    posts = entry["post"]
    emails = {post["author"] for post in posts} | {each["author"] for post in posts for each in _comments(post)}
    emails |= {member["contact"] for member in entry.get("member", ())}
    return {contact.email: contact for contact in Contact.objects.filter(email__in=emails)}


def _comments(post: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    comments: Iterable[Mapping[str, Any]] = post.get("comment", ())
    return comments


def _introduce(community: Community, contact: Contact, typed: Mapping[str, str], *, by: Actor) -> None:
    if not MemberProfile.objects.filter(community=community, contact=contact).exists():
        visitor = Visitor(community, contact, "", is_member=True)
        change_member_profile(visitor, typed=typed, expected_version=1, by=by)


def _post(post: Mapping[str, Any], people: Mapping[str, Contact], shift: timedelta) -> ImportedPost:
    comments = [ImportedComment(people[each["author"]], each["at"] + shift, each["text"]) for each in _comments(post)]
    return ImportedPost(people[post["author"]], post["at"] + shift, post["title"], post["text"].strip(), comments)
