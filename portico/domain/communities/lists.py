"""What the team reads about communities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateTimeField, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portico.domain.communities.models import Comment, Community, Post
from portico.domain.contacts.models import Contact
from portico.domain.grants.queries import grants_in_force

HIDDEN_SHOWN = 20


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """One line of the list."""

    community: Community
    members: int
    posts: int
    last_post_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """A post or comment that the team hid: where it is seen, whose it is, by whom and when it was hidden."""

    post_id: UUID
    comment_id: UUID | None
    author: Contact
    text: str
    hidden_by: str
    hidden_at: datetime


def community_rows() -> list[CommunityRow]:
    """Every community by title, in one statement."""
    posts = Post.objects.filter(community=OuterRef("id")).order_by().values("community")
    held = grants_in_force().filter(product_id=OuterRef("product_id")).order_by().values("product_id")
    found = Community.objects.select_related("product").annotate(
        member_count=_number(held.annotate(n=Count("contact_id", distinct=True)).values("n")),
        post_count=_number(posts.annotate(n=Count("id")).values("n")),
        last_post_at=Subquery(posts.annotate(n=Max("written_at")).values("n"), output_field=DateTimeField()),
    )
    return [
        CommunityRow(each, each.member_count, each.post_count, each.last_post_at)
        for each in found.order_by("product__title", "id")
    ]


def hidden_in(community: Community) -> list[Hidden]:
    """What is hidden now, hidden last first; two statements."""
    newest = "-hidden_at", "-id"
    posts = Post.objects.filter(community=community, hidden_at__isnull=False).select_related("author")
    comments = Comment.objects.filter(post__community=community, hidden_at__isnull=False).select_related("author")
    found = [_hidden(post, post.id, None) for post in posts.order_by(*newest)[:HIDDEN_SHOWN]]
    found += [_hidden(each, each.post_id, each.id) for each in comments.order_by(*newest)[:HIDDEN_SHOWN]]
    return sorted(found, key=lambda each: each.hidden_at, reverse=True)[:HIDDEN_SHOWN]


def _hidden(written: Post | Comment, post_id: UUID, comment_id: UUID | None) -> Hidden:
    assert written.hidden_at
    return Hidden(post_id, comment_id, written.author, written.text, written.hidden_by, written.hidden_at)


def _number(counted: QuerySet[object]) -> Coalesce:  # type: ignore[type-var]
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
