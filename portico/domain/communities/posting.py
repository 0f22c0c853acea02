"""Writing, editing and deleting posts and comments."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.limits.counting import is_allowed
from portico.core.queue import NORMAL, enqueue
from portico.domain.communities.access import Visitor
from portico.domain.communities.checking import cleaned_comment, cleaned_post
from portico.domain.communities.errors import NotAllowed, Stale, TooOften
from portico.domain.communities.models import Comment, Post

TELL = "communities.tell"
"""The job that tells members of something new: `workflows.tell_members`."""
MOST_AN_HOUR = 30
Written = TypeVar("Written", Post, Comment)


def write_post(visitor: Visitor, *, post_id: UUID, title: str, text: str, by: Actor) -> Post:
    """Write a post. The same `post_id` sent twice is one post, the one written first.

    Raises InvalidWords, NotAllowed, TooOften (more than 30 posts and comments within an hour).
    """
    if not visitor.may_write:
        raise NotAllowed
    title, text = cleaned_post(title, text)
    there = Post.objects.filter(id=post_id, author=visitor.contact, community=visitor.community).first()
    if there is not None:
        return there
    _count(visitor)
    post = Post(id=post_id, community=visitor.community, author=visitor.contact, title=title, text=text)
    return _insert(post, "post", by=by)


def write_comment(visitor: Visitor, post: Post, *, comment_id: UUID, text: str, by: Actor) -> Comment:
    """Write a comment below a post that everybody sees. Sent twice it is one. Raises as `write_post`."""
    if not visitor.may_write or post.hidden_at is not None:
        raise NotAllowed
    text = cleaned_comment(text)
    there = Comment.objects.filter(id=comment_id, author=visitor.contact, post=post).first()
    if there is not None:
        return there
    _count(visitor)
    return _insert(Comment(id=comment_id, post=post, author=visitor.contact, text=text), "comment", by=by)


def edit_post(visitor: Visitor, post: Post, *, title: str, text: str, based_on: datetime | None, by: Actor) -> Post:
    """Change one's own post; `based_on` is its `edited_at` when the form was opened.

    Raises InvalidWords, NotAllowed, Stale when it was edited meanwhile.
    """
    title, text = cleaned_post(title, text)
    _change(visitor, post, {"title": title, "text": text}, based_on, by=by)
    return Post.objects.select_related("author").get(id=post.id)


def edit_comment(visitor: Visitor, comment: Comment, *, text: str, based_on: datetime | None, by: Actor) -> Comment:
    """Change one's own comment; as `edit_post`."""
    _change(visitor, comment, {"text": cleaned_comment(text)}, based_on, by=by)
    return Comment.objects.select_related("author", "post").get(id=comment.id)


def delete(visitor: Visitor, written: Post | Comment, *, by: Actor) -> None:
    """Delete one's own post, with the comments below it, or one's own comment. Gone already: nothing happens.

    Raises NotAllowed.
    """
    _refuse_others(visitor, written)
    with transaction.atomic():
        gone, _by_table = type(written).objects.filter(id=written.id).delete()
        if not gone:
            return
        if isinstance(written, Post):
            record("community.post_deleted", by=by, contact_id=written.author_id, subject_id=written.id)
        else:
            record("community.comment_deleted", by=by, contact_id=written.author_id, subject_id=written.id)


def _count(visitor: Visitor) -> None:
    if not is_allowed("communities.write", visitor.contact.id, most=MOST_AN_HOUR, seconds=3600):
        raise TooOften


def _insert(written: Written, what: str, *, by: Actor) -> Written:
    try:
        with transaction.atomic():
            written.save(force_insert=True)
            if isinstance(written, Post):
                record("community.post_written", by=by, contact_id=written.author_id, subject_id=written.id)
            else:
                record("community.comment_written", by=by, contact_id=written.author_id, subject_id=written.id)
            enqueue(TELL, {"what": what, "id": str(written.id)}, priority=NORMAL)
    except IntegrityError as error:
        # the same form sent twice at once; an id that belongs to somebody else's text can only be made up
        there = type(written).objects.filter(id=written.id, author_id=written.author_id).first()
        if there is None:
            raise NotAllowed from error
        return there
    return written


def _change(
    visitor: Visitor, written: Post | Comment, values: dict[str, str], based_on: datetime | None, *, by: Actor
) -> None:
    _refuse_others(visitor, written)
    if all(getattr(written, name) == value for name, value in values.items()):
        return
    with transaction.atomic():
        rows = type(written).objects.filter(id=written.id, edited_at=based_on)
        if not rows.update(**values, edited_at=clock.now()):
            raise Stale(written)
        if isinstance(written, Post):
            record("community.post_edited", by=by, contact_id=written.author_id, subject_id=written.id)
        else:
            record("community.comment_edited", by=by, contact_id=written.author_id, subject_id=written.id)


def _refuse_others(visitor: Visitor, written: Post | Comment) -> None:
    if written.author_id != visitor.contact.id or not visitor.may_write:
        raise NotAllowed
