"""The letter of a new community: somebody wrote. It names who and where; what they wrote is read there."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.core.queue import NORMAL
from portico.domain.communities.models import NoticeKind
from portico.domain.communities.telling import News
from portico.domain.site.models import Site
from portico.workflows.letters.letter import Button, Chosen, Fact, Letter


def news_letter(news: News, kind: NoticeKind, author: str, site: Site) -> Letter:
    """What a member gets who chose to be mailed about this kind. `author` is the writer's name in the community."""
    title = {"name": news.community.product.title}
    subject = {
        NoticeKind.NEW_POST: _("A new post in %(name)s"),
        NoticeKind.COMMENT_ON_MINE: _("A comment on your post in %(name)s"),
        NoticeKind.COMMENT_AFTER_MINE: _("A comment where you commented in %(name)s"),
    }[kind] % title
    facts = [Fact(_("From"), author or _("A member"))]
    if news.post.title:
        facts.append(Fact(_("Post"), news.post.title))
    return Letter(
        kind=f"community.{kind}",
        subject=subject,
        heading=subject,
        blocks=(facts, Button(_("Read it"), _address(news))),
        chosen=Chosen(news.community.product.title, _origin("community_settings", news.community.slug)),
        priority=NORMAL,
    )


def _address(news: News) -> str:
    address = _origin("community_post", news.community.slug, news.post.id)
    return f"{address}?comment={news.comment.id}#comment-{news.comment.id}" if news.comment else address


def _origin(name: str, *more: object) -> str:
    return str(settings.ORIGIN) + reverse(name, args=more)
