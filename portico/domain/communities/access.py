"""Who may enter a community and what each may do there. For everybody else it does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portico.domain.catalog.models import ProductKind
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.contacts.models import Contact
from portico.domain.grants.queries import grants_in_force
from portico.domain.team.models import Membership
from portico.domain.team.rights import Right, may


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody inside a community: a member (holds the product now) or of the team (`role`, "" for customers)."""

    community: Community
    contact: Contact
    role: str
    is_member: bool

    @property
    def may_moderate(self) -> bool:
        """Hide and restore what others wrote."""
        return may(self.role, Right.MODERATE)

    @property
    def may_write(self) -> bool:
        """Write posts and comments. Of the team those who moderate."""
        return self.is_member or self.may_moderate

    @property
    def is_legacy(self) -> bool:
        """Whether the community shows social profiles and has no settings of its own."""
        return self.community.product.kind == ProductKind.LEGACY_COMMUNITY


def enter(slug: str, contact: Contact, role: str) -> Visitor | None:
    """The community for this visitor; None for a missing one as for one they do not hold. One statement."""
    holds = grants_in_force().filter(contact_id=contact.id, product_id=OuterRef("product_id"))
    found = Community.objects.filter(slug=slug).select_related("product").annotate(is_held=Exists(holds)).first()
    if found is None or not (found.is_held or role):
        return None
    return Visitor(found, contact, role, found.is_held)


def open_to(contact_id: UUID, role: str) -> QuerySet[Community]:
    """The communities this contact may enter, by title."""
    found = Community.objects.select_related("product").order_by("product__title", "id")
    if role:
        return found
    holds = grants_in_force().filter(contact_id=contact_id, product_id=OuterRef("product_id"))
    return found.filter(Exists(holds))


def with_access(community: Community) -> QuerySet[Contact]:
    """Everybody who may enter: holders of the product, and the team."""
    holds = grants_in_force().filter(contact_id=OuterRef("id"), product_id=community.product_id)
    of_team = Membership.objects.filter(contact_id=OuterRef("id"))
    return Contact.objects.filter(Q(Exists(holds)) | Q(Exists(of_team)), is_active=True)


def posts_for(visitor: Visitor) -> QuerySet[Post]:
    """The posts this visitor sees: hidden ones only their own, or all to those who moderate."""
    return Post.objects.filter(_seen_by(visitor), community_id=visitor.community.id)


def comments_for(visitor: Visitor) -> QuerySet[Comment]:
    """The comments this visitor sees, below whatever post."""
    return Comment.objects.filter(_seen_by(visitor), post__community_id=visitor.community.id)


def find_post(visitor: Visitor, post_id: UUID) -> Post | None:
    """A post this visitor sees."""
    return posts_for(visitor).filter(id=post_id).select_related("author").first()


def find_comment(visitor: Visitor, comment_id: UUID) -> Comment | None:
    """A comment this visitor sees, below a post they see."""
    found = comments_for(visitor).filter(id=comment_id).select_related("author", "post").first()
    if found is None or not (found.post.hidden_at is None or is_own_or_moderated(visitor, found.post)):
        return None
    return found


def is_own_or_moderated(visitor: Visitor, written: Post | Comment) -> bool:
    """Whether the visitor wrote it or moderates: they see it though it is hidden."""
    return visitor.may_moderate or written.author_id == visitor.contact.id


def _seen_by(visitor: Visitor) -> Q:
    return Q() if visitor.may_moderate else Q(hidden_at=None) | Q(author_id=visitor.contact.id)
