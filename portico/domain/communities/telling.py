"""Who is told of something new in a new community, and what each was told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q, QuerySet

from portico.core import clock
from portico.core.paging import Page, Place, page_of
from portico.domain.catalog.models import ProductKind
from portico.domain.communities.access import Visitor, comments_for, posts_for, with_access
from portico.domain.communities.member_profiles import choices_of, member_profiles
from portico.domain.communities.models import Comment, Community, Notice, NoticeKind, Post
from portico.domain.contacts.models import Contact

AT_ONCE = 200  # members told in one transaction
NOTICES_ON_A_PAGE = 30
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class News:
    """A new post, or a new comment below it."""

    community: Community
    post: Post
    comment: Comment | None

    @property
    def author(self) -> Contact:
        """Who wrote it."""
        return self.comment.author if self.comment else self.post.author


@dataclass(frozen=True, slots=True)
class Told:
    """Those told in one round: who gets a mail, and the last one looked at (None when all were)."""

    mails: list[tuple[Contact, NoticeKind]]
    last: UUID | None


def find_news(what: str, written_id: UUID) -> News | None:
    """What members are told of; None when it is gone or hidden meanwhile, or of a legacy community."""
    with_all = ("community__product", "author")
    if what == "comment":
        found = Comment.objects.select_related("author", *(f"post__{each}" for each in with_all))
        comment = found.filter(id=written_id, hidden_at=None).first()
        post = comment.post if comment else None
    else:
        comment = None
        post = Post.objects.select_related(*with_all).filter(id=written_id).first()
    if post is None or post.hidden_at or post.community.product.kind != ProductKind.COMMUNITY:
        return None
    return News(post.community, post, comment)


def tell(news: News, *, after: UUID | None) -> Told:
    """Write the notices of the next members behind `after`. Call inside a transaction; told twice it tells once."""
    candidates = _candidates(news).order_by("id")
    contacts = list((candidates.filter(id__gt=after) if after else candidates)[:AT_ONCE])
    profiles = member_profiles(news.community, [contact.id for contact in contacts])
    notices: dict[UUID, tuple[Notice, Contact, bool]] = {}
    for contact in contacts:
        kind = _kind(news, contact)
        chosen = choices_of(profiles.get(contact.id))[kind]
        if kind in news.community.disabled_notices or not any(chosen.values()):
            continue
        notice = _notice(news, kind, contact, in_app=chosen["in_app"])
        notices[notice.id] = (notice, contact, chosen["email"])
    told = set(Notice.objects.filter(id__in=list(notices)).values_list("id", flat=True))
    new = [each for notice_id, each in notices.items() if notice_id not in told]
    Notice.objects.bulk_create([notice for notice, _, _ in new])
    mails = [(contact, NoticeKind(notice.kind)) for notice, contact, by_mail in new if by_mail]
    return Told(mails, contacts[-1].id if len(contacts) == AT_ONCE else None)


def notice_id(kind: str, written_id: UUID, contact_id: UUID) -> UUID:
    """The one id of what one member is told about one post or comment."""
    return uuid5(written_id, f"{kind}:{contact_id}")


def notices_for(visitor: Visitor) -> QuerySet[Notice]:
    """What the visitor was told here and still sees."""
    return Notice.objects.filter(
        Q(comment=None) | Q(comment__in=comments_for(visitor)),
        post__in=posts_for(visitor),
        community=visitor.community,
        contact=visitor.contact,
        in_app=True,
    )


def notices_page(visitor: Visitor, place: Place) -> Page[Notice]:
    """Notices with what they tell of, newest first; two statements at most."""
    found = notices_for(visitor).select_related("post__author", "comment__author")
    return page_of(found, place, time="at", size=NOTICES_ON_A_PAGE)


def count_unread(visitor: Visitor) -> int:
    """How many notices are unread, 99 at most."""
    return notices_for(visitor).filter(read_at=None)[:MOST_COUNTED].count()


def read(visitor: Visitor, notice_id: UUID | None = None) -> None:
    """One notice of the visitor, or all of them, was read. Read already: nothing happens."""
    unread = Notice.objects.filter(contact=visitor.contact, community=visitor.community, read_at=None)
    (unread.filter(id=notice_id) if notice_id else unread).update(read_at=clock.now())


def _candidates(news: News) -> QuerySet[Contact]:
    there = with_access(news.community).exclude(id=news.author.id)
    if news.comment is None:
        return there
    earlier = Comment.objects.filter(post=news.post, author_id=OuterRef("id"), hidden_at=None)
    return there.filter(Q(id=news.post.author_id) | Q(Exists(earlier)))


def _kind(news: News, contact: Contact) -> NoticeKind:
    if news.comment is None:
        return NoticeKind.NEW_POST
    is_author = contact.id == news.post.author_id
    return NoticeKind.COMMENT_ON_MINE if is_author else NoticeKind.COMMENT_AFTER_MINE


def _notice(news: News, kind: NoticeKind, contact: Contact, *, in_app: bool) -> Notice:
    written = news.comment or news.post
    return Notice(
        id=notice_id(kind, written.id, contact.id),
        community=news.community,
        contact=contact,
        kind=kind,
        post=news.post,
        comment=news.comment,
        in_app=in_app,
        at=written.written_at,
    )
