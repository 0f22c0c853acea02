"""Posts and comments as pages draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portico.core import ids
from portico.domain.communities.access import Visitor
from portico.domain.communities.models import Comment, Post
from portico.domain.communities.queries import Talk
from portico.interfaces.portal.communities.people import Author, authors
from portico.interfaces.portal.communities.words import Paragraphs, shown_text

NAME_OF_UNTITLED = 60  # characters of its text


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment. `is_own`: the visitor may edit and delete it."""

    id: UUID
    author: Author
    text: Paragraphs
    written_at: datetime
    edited_at: datetime | None
    hidden_by: str
    is_hidden: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One post. `name`: its title, or how it begins. `new_id`: the id of a comment written from here."""

    id: UUID
    author: Author
    title: str
    name: str
    text: Paragraphs
    written_at: datetime
    edited_at: datetime | None
    hidden_by: str
    is_hidden: bool
    is_own: bool
    comments: Sequence[ShownComment] = ()
    count: int = 0
    new_id: UUID = field(default_factory=ids.new_id)

    @property
    def earlier(self) -> int:
        """How many comments are not drawn here."""
        return self.count - len(self.comments)


def shown_posts(visitor: Visitor, posts: Sequence[Post], talks: Mapping[UUID, Talk]) -> list[ShownPost]:
    """Posts with what is drawn of their comments; three statements for all the authors."""
    said = [comment for post in posts for comment in talks[post.id].latest]
    known = authors(visitor, [post.author for post in posts] + [comment.author for comment in said])
    return [_post(visitor, post, talks[post.id], known) for post in posts]


def name_of(post: Post) -> str:
    """What a post is called where it is linked to."""
    if post.title:
        return post.title
    begins = " ".join(post.text.split())
    return begins if len(begins) <= NAME_OF_UNTITLED else begins[:NAME_OF_UNTITLED].rstrip() + "…"


def _post(visitor: Visitor, post: Post, talk: Talk, known: Mapping[UUID, Author]) -> ShownPost:
    return ShownPost(
        id=post.id,
        author=known[post.author_id],
        title=post.title,
        name=name_of(post),
        text=shown_text(post.text),
        written_at=post.written_at,
        edited_at=post.edited_at,
        hidden_by=post.hidden_by,
        is_hidden=post.hidden_at is not None,
        is_own=_is_own(visitor, post),
        comments=[_comment(visitor, comment, known) for comment in talk.latest],
        count=talk.count,
    )


def _comment(visitor: Visitor, comment: Comment, known: Mapping[UUID, Author]) -> ShownComment:
    return ShownComment(
        id=comment.id,
        author=known[comment.author_id],
        text=shown_text(comment.text),
        written_at=comment.written_at,
        edited_at=comment.edited_at,
        hidden_by=comment.hidden_by,
        is_hidden=comment.hidden_at is not None,
        is_own=_is_own(visitor, comment),
    )


def _is_own(visitor: Visitor, written: Post | Comment) -> bool:
    return visitor.may_write and written.author_id == visitor.contact.id
