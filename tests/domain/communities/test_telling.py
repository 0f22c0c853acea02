"""Who is told of what: everybody once, nobody without access, nobody against their choice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from portico.core import clock
from portico.core.paging import Place
from portico.domain.communities import telling
from portico.domain.communities.imports import ImportedComment, ImportedPost, import_posts
from portico.domain.communities.member_profiles import change_notices, choices_of
from portico.domain.communities.models import Comment, Community, Notice, Post
from portico.domain.communities.moderation import hide
from portico.domain.communities.opening import change_community
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.team.models import Role
from tests import cast, gathering
from tests.cast import OPERATOR
from tests.gathering import by, inside


def tell(written: Post | Comment) -> list[tuple[str, str]]:
    """Tells everybody; gives who gets a mail, and about what."""
    news = telling.find_news("comment" if isinstance(written, Comment) else "post", written.id)
    assert news
    told = telling.tell(news, after=None)
    return [(contact.full_name, str(kind)) for contact, kind in told.mails]


def told() -> set[tuple[str, str]]:
    return {(notice.contact.full_name, notice.kind) for notice in Notice.objects.select_related("contact")}


@pytest.fixture
def eve(circle: Community) -> Contact:
    made = cast.customer("eve", "Eve Adams")
    gathering.join(made, circle)
    return made


def test_a_post_is_told_to_all_others_once(circle: Community, ana: Contact, ben: Contact, eve: Contact) -> None:
    post = gathering.post(ana, circle)
    assert tell(post) == []
    assert tell(post) == []
    assert told() == {("Ben Okafor", "new_post"), ("Eve Adams", "new_post")}
    assert Notice.objects.count() == 2


def test_a_comment_is_told_to_the_author_and_those_before(
    circle: Community, ana: Contact, ben: Contact, eve: Contact, dee: Contact
) -> None:
    post = gathering.post(ana, circle)
    gathering.comment(ben, post)
    mails = tell(gathering.comment(dee, post, role=Role.OWNER))
    assert told() == {("Ana Lima", "comment_on_mine"), ("Ben Okafor", "comment_after_mine")}
    assert mails == [("Ana Lima", "comment_on_mine")]


def test_who_lost_access_is_told_nothing(circle: Community, ana: Contact, ben: Contact) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    Grant.objects.filter(contact=ana).update(revoked_at=clock.now())
    assert tell(comment) == []
    assert told() == set()


def test_choices_count_channel_by_channel(circle: Community, ana: Contact, ben: Contact, eve: Contact) -> None:
    mail_only = {**choices_of(None), "new_post": {"in_app": False, "email": True}}
    neither = {**choices_of(None), "new_post": {"in_app": False, "email": False}}
    change_notices(inside(ben, circle), choices=mail_only, expected_version=1, by=by(ben))
    change_notices(inside(eve, circle), choices=neither, expected_version=1, by=by(eve))
    assert tell(gathering.post(ana, circle)) == [("Ben Okafor", "new_post")]
    assert telling.count_unread(inside(ben, circle)) == 0
    assert told() == {("Ben Okafor", "new_post")}


def test_a_kind_the_owner_turned_off_tells_nobody(circle: Community, ana: Contact, ben: Contact) -> None:
    change_community(circle, about="", disabled=["comment_on_mine"], expected_version=1, by=OPERATOR)
    assert tell(gathering.comment(ben, gathering.post(ana, circle))) == []
    assert told() == set()


def test_hidden_gone_and_legacy_is_no_news(
    circle: Community, commons: Community, ana: Contact, ben: Contact, dee: Contact
) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    assert telling.find_news("post", gathering.post(ana, commons).id) is None
    assert telling.find_news("comment", uuid4()) is None
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    assert telling.find_news("post", post.id) is None
    assert telling.find_news("comment", comment.id) is None


def test_a_notice_of_what_was_hidden_since_is_gone(circle: Community, ana: Contact, ben: Contact, dee: Contact) -> None:
    post = gathering.post(ana, circle)
    tell(post)
    there = inside(ben, circle)
    assert telling.count_unread(there) == 1
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    assert telling.count_unread(there) == 0
    assert telling.notices_page(there, Place()).rows == []


def test_read_one_then_all(circle: Community, ana: Contact, ben: Contact) -> None:
    for _ in range(3):
        tell(gathering.post(ana, circle))
    there = inside(ben, circle)
    telling.read(there, telling.notices_page(there, Place()).rows[0].id)
    assert telling.count_unread(there) == 2
    telling.read(inside(ana, circle))
    assert telling.count_unread(there) == 2
    telling.read(there)
    assert telling.count_unread(there) == 0


def test_members_are_told_in_rounds(
    circle: Community, ana: Contact, ben: Contact, eve: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    post = gathering.post(ana, circle)
    news = telling.find_news("post", post.id)
    assert news
    after, rounds = None, 0
    while True:
        after = telling.tell(news, after=after).last
        rounds += 1
        if after is None:
            break
    assert rounds == 3
    assert Notice.objects.count() == 2


def test_what_is_taken_in_keeps_its_dates_and_mails_nobody(circle: Community, ana: Contact, ben: Contact) -> None:
    at = clock.now().replace(year=2020)
    posts = [ImportedPost(ana, at, "Old", "Text", [ImportedComment(ben, at, "Yes")])]
    for _ in range(2):
        import_posts(circle, posts, by=OPERATOR)
    assert Post.objects.get().written_at == at
    assert {notice.at for notice in Notice.objects.all()} == {at}
    assert told() == {("Ben Okafor", "new_post"), ("Ana Lima", "comment_on_mine")}
