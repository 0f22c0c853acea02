"""Reading communities: posts and comments by the page, which communities a contact holds, who is in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from portico.core.paging import Page, Place, page_of
from portico.domain.catalog.models import Product, ProductKind
from portico.domain.communities.access import Visitor, comments_for, open_to, posts_for, with_access
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.contacts.models import Contact
from portico.domain.grants.queries import grants_in_force
from portico.domain.team.models import Membership

POSTS_ON_A_PAGE = 10
COMMENTS_ON_A_PAGE = 50
COMMENTS_BELOW_A_POST = 3
MEMBERS_ON_A_PAGE = 50
KINDS = (ProductKind.COMMUNITY, ProductKind.LEGACY_COMMUNITY)


@dataclass
class Talk:
    """What was said below one post: the newest comments, oldest of them first, and how many there are."""

    latest: list[Comment] = field(default_factory=list)
    count: int = 0


def feed(visitor: Visitor, place: Place) -> Page[Post]:
    """Posts with their authors, newest first; two statements at most."""
    found = posts_for(visitor).select_related("author")
    return page_of(found, place, time="written_at", size=POSTS_ON_A_PAGE)


def posts_of(visitor: Visitor, author_id: UUID) -> list[Post]:
    """The newest posts of one author."""
    found = posts_for(visitor).filter(author_id=author_id).order_by("-written_at", "-id")
    return list(found[:POSTS_ON_A_PAGE])


def comments_page(visitor: Visitor, post: Post, place: Place) -> Page[Comment]:
    """Comments below a post with their authors, newest first; two statements at most."""
    found = comments_for(visitor).filter(post_id=post.id).select_related("author")
    return page_of(found, place, time="written_at", size=COMMENTS_ON_A_PAGE)


def talks(visitor: Visitor, posts: Sequence[Post]) -> dict[UUID, Talk]:
    """What was said below each of the posts, in one statement."""
    found: dict[UUID, Talk] = {post.id: Talk() for post in posts}
    of_post = [F("post_id")]
    numbered = comments_for(visitor).filter(post_id__in=list(found)).annotate(
        place=Window(RowNumber(), partition_by=of_post, order_by=[F("written_at").desc(), F("id").desc()]),
        of=Window(Count("id"), partition_by=of_post),
    )  # fmt: skip
    latest = numbered.filter(place__lte=COMMENTS_BELOW_A_POST).select_related("author").order_by("written_at", "id")
    for comment in latest:
        talk = found[comment.post_id]
        talk.latest.append(comment)
        talk.count = comment.of
    return found


def count_comments(visitor: Visitor, post: Post) -> int:
    """How many comments below a post this visitor sees."""
    return comments_for(visitor).filter(post_id=post.id).count()


def list_open(contact: Contact, role: str) -> list[Community]:
    """The communities this contact may enter, by title, with their products."""
    return list(open_to(contact.id, role))


def kept_elsewhere(contact: Contact) -> list[Community]:
    """The new communities a contact holds: each keeps a profile of its own, at /communities/<slug>/settings/."""
    return list(open_to(contact.id, "").filter(product__kind=ProductKind.COMMUNITY))


def slugs_of(product_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The communities' slugs by the products they belong to."""
    return dict(Community.objects.filter(product_id__in=list(product_ids)).values_list("product_id", "slug"))


def find_person(visitor: Visitor, contact_id: UUID) -> Contact | None:
    """Somebody who may enter, or wrote something that this visitor sees; None for anybody else."""
    there = with_access(visitor.community).filter(id=contact_id).first()
    if there is not None:
        return there
    wrote = posts_for(visitor).filter(author_id=contact_id).exists() or _commented(visitor, contact_id)
    return Contact.objects.filter(id=contact_id).first() if wrote else None


def _commented(visitor: Visitor, contact_id: UUID) -> bool:
    return comments_for(visitor).filter(author_id=contact_id, post__in=posts_for(visitor)).exists()


def team_among(contact_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the contacts who are of the team, in one statement."""
    found = Membership.objects.filter(contact_id__in=list(contact_ids))
    return set(found.values_list("contact_id", flat=True))


def members(community: Community) -> QuerySet[Contact]:
    """Contacts who hold the product now."""
    held = grants_in_force().filter(product_id=community.product_id).values("contact_id")
    return Contact.objects.filter(id__in=held)


def count_members(community: Community) -> int:
    """How many hold the product now."""
    return members(community).count()


def members_page(community: Community, place: Place) -> Page[Contact]:
    """Members, those who became contacts last first."""
    return page_of(members(community), place, time="created_at", size=MEMBERS_ON_A_PAGE)


def free_products() -> list[Product]:
    """Products of both kinds that have no community yet, by title."""
    found = Product.objects.filter(kind__in=KINDS, community=None, archived=False)
    return list(found.order_by("title", "id"))
