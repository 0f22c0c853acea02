"""Communities for tests: opened, joined, talked in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portico.core import clock, ids
from portico.core.history import Actor
from portico.core.queue.models import Job
from portico.domain.catalog.models import ProductKind
from portico.domain.communities import posting
from portico.domain.communities.access import Visitor, enter
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.communities.opening import open_community
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.workflows import tell_members
from tests.cast import OPERATOR

LEGACY = ProductKind.LEGACY_COMMUNITY


def community(slug: str = "kiln-circle", kind: ProductKind = ProductKind.COMMUNITY, **values: Any) -> Community:
    """A community with a product of its own, titled after its slug."""
    return open_community(slug=slug, title=slug.replace("-", " ").title(), kind=kind, by=OPERATOR, **values)


def join(who: Contact, where: Community, **values: Any) -> Grant:
    """Access to the community's product, since yesterday."""
    since = clock.now() - timedelta(days=1)
    return Grant.objects.create(contact=who, product=where.product, source=Source.TEAM, since=since, **values)


def inside(who: Contact, where: Community, role: str = "") -> Visitor:
    """Who is there."""
    visitor = enter(where.slug, who, role)
    assert visitor
    return visitor


def by(who: Contact, role: str = "") -> Actor:
    return Actor("team", who.id, who.shown_name) if role else Actor("customer", who.id)


def post(who: Contact, where: Community, text: str = "Hello", *, title: str = "", role: str = "") -> Post:
    there = inside(who, where, role)
    return posting.write_post(there, post_id=ids.new_id(), title=title, text=text, by=by(who, role))


def comment(who: Contact, below: Post, text: str = "Well said", *, role: str = "") -> Comment:
    there = inside(who, below.community, role)
    return posting.write_comment(there, below, comment_id=ids.new_id(), text=text, by=by(who, role))


def tell_all() -> None:
    """What the worker does about everything that was written."""
    while waiting := Job.objects.filter(kind=posting.TELL).first():
        waiting.delete()
        tell_members.tell(**waiting.arguments)
