"""Communities out of files: what was said in them before, with its dates. Nobody is mailed about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.domain.communities.checking import cleaned_comment, cleaned_post
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.communities.telling import find_news, tell
from portico.domain.contacts.models import Contact


@dataclass(frozen=True, slots=True)
class ImportedComment:
    """A comment of the past."""

    author: Contact
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post of the past with what was said below it."""

    author: Contact
    at: datetime
    title: str
    text: str
    comments: Sequence[ImportedComment] = ()


def import_posts(community: Community, posts: Sequence[ImportedPost], *, by: Actor) -> None:
    """Store posts and comments, with the notices of them. Where there are posts already nothing happens."""
    if Post.objects.filter(community=community).exists():
        return
    with transaction.atomic():
        for imported in posts:
            title, text = cleaned_post(imported.title, imported.text)
            post = Post(community=community, author=imported.author, title=title, text=text, written_at=imported.at)
            _store(post, "post", by=by)
            for each in imported.comments:
                comment = Comment(post=post, author=each.author, text=cleaned_comment(each.text), written_at=each.at)
                _store(comment, "comment", by=by)


def _store(written: Post | Comment, what: str, *, by: Actor) -> None:
    written.save(force_insert=True)
    record_many([new_entry("community.imported", by=by, contact_id=written.author_id, subject_id=written.id)])
    news = find_news(what, written.id)
    after = None
    while news:
        after = tell(news, after=after).last
        if after is None:
            return
