"""Mails of a community: to who chose them, once, with the way to change that."""

from __future__ import annotations

import pytest

from portico.core.mail.models import Outgoing
from portico.domain.communities import telling
from portico.domain.communities.member_profiles import change_member_profile, change_notices, choices_of
from portico.domain.communities.models import Notice
from portico.domain.communities.moderation import hide
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Role
from portico.workflows.tell_members import tell
from tests import gathering
from tests.gathering import by, inside


def letters() -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind__startswith="community.").order_by("id"))


def test_a_comment_is_mailed_to_the_posts_author_once(ana: Contact, ben: Contact) -> None:
    circle = gathering.community()
    gathering.join(ana, circle)
    gathering.join(ben, circle)
    typed = {"display_name": "Ben <b>Kiln</b>"}
    change_member_profile(inside(ben, circle), typed=typed, expected_version=1, by=by(ben))
    post = gathering.post(ana, circle, title="Blue & white")
    comment = gathering.comment(ben, post, "A long private thought")
    gathering.tell_all()
    tell("comment", str(comment.id))
    (mail,) = letters()
    assert mail.to == "ana@example.org"
    assert mail.subject == "A comment on your post in Kiln Circle"
    address = f"/communities/kiln-circle/posts/{post.id}/?comment={comment.id}#comment-{comment.id}"
    for body in (mail.text, mail.html):
        assert address in body
        assert "/communities/kiln-circle/settings/" in body
        assert "always sent" not in body
        assert "private thought" not in body
    assert "Ben <b>Kiln</b>" in mail.text
    assert "Ben &lt;b&gt;Kiln&lt;/b&gt;" in mail.html


def test_a_post_is_mailed_in_rounds_to_who_chose_it(
    ana: Contact, ben: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    circle = gathering.community()
    gathering.join(ana, circle)
    gathering.join(ben, circle)
    choices = {**choices_of(None), "new_post": {"in_app": False, "email": True}}
    change_notices(inside(ben, circle), choices=choices, expected_version=1, by=by(ben))
    gathering.post(ana, circle)
    gathering.tell_all()
    assert [mail.to for mail in letters()] == ["ben@example.org"]


def test_what_was_hidden_before_its_turn_is_not_told(ana: Contact, ben: Contact, dee: Contact) -> None:
    circle = gathering.community()
    gathering.join(ana, circle)
    gathering.join(ben, circle)
    post = gathering.post(ana, circle)
    gathering.comment(ben, post)
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    gathering.tell_all()
    assert letters() == []
    assert not Notice.objects.exists()


def test_a_legacy_community_mails_nobody(ana: Contact, ben: Contact) -> None:
    commons = gathering.community("commons", gathering.LEGACY)
    gathering.join(ana, commons)
    gathering.join(ben, commons)
    gathering.comment(ben, gathering.post(ana, commons))
    gathering.tell_all()
    assert letters() == []
