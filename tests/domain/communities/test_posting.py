"""Writing, editing, deleting: checked, once, by the author alone, not too often."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from portico.core import ids
from portico.core.history.models import Entry
from portico.core.queue.models import Job
from portico.domain.communities import posting
from portico.domain.communities.errors import InvalidWords, NotAllowed, Stale, TooOften
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.communities.moderation import hide
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Role
from tests import cast, gathering
from tests.gathering import by, inside
from tests.racing import in_threads


def write(who: Contact, where: Community, text: str, title: str = "") -> Post:
    return gathering.post(who, where, text, title=title)


@pytest.mark.parametrize("text", [
    "", "  \n ", "\u200b\u200d\ufe0f", "\u3164\u2800", "pay \u202eevil", "a\u2066b\u2069", "a\x00b", "x" * 10_001,
])  # fmt: skip
def test_what_nobody_sees_or_reads_otherwise_is_refused(circle: Community, ana: Contact, text: str) -> None:
    with pytest.raises(InvalidWords) as refused:
        write(ana, circle, text)
    assert set(refused.value.errors) == {"text"}
    assert not Post.objects.exists()


def test_every_wrong_field_is_named(circle: Community, ana: Contact) -> None:
    with pytest.raises(InvalidWords) as refused:
        write(ana, circle, "", title="x" * 151)
    assert set(refused.value.errors) == {"title", "text"}


def test_lines_are_kept_and_nothing_else_of_the_form(circle: Community, ana: Contact) -> None:
    post = write(ana, circle, "  one \r\ntwo\r\n\r\n\r\n\r\nthree  ", title=" A  title\n")
    assert (post.title, post.text) == ("A title", "one\ntwo\n\nthree")


def test_a_form_sent_twice_is_one_post(circle: Community, ana: Contact) -> None:
    there, post_id = inside(ana, circle), ids.new_id()
    made = [posting.write_post(there, post_id=post_id, title="", text="Hi", by=by(ana)) for _ in range(2)]
    assert made[0] == made[1]
    assert Post.objects.count() == 1
    assert Entry.objects.filter(verb="community.post_written").count() == 1
    assert Job.objects.filter(kind=posting.TELL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_is_one_post(circle: Community, ana: Contact) -> None:
    there, post_id = inside(ana, circle), ids.new_id()
    came = in_threads(4, lambda _: posting.write_post(there, post_id=post_id, title="", text="Hi", by=by(ana)).id)
    assert came == [post_id] * 4
    assert Post.objects.count() == 1
    assert Job.objects.filter(kind=posting.TELL).count() == 1


def test_an_id_of_somebody_elses_text_writes_nothing(circle: Community, ana: Contact, ben: Contact) -> None:
    post = write(ana, circle, "Mine")
    with pytest.raises(NotAllowed):
        posting.write_post(inside(ben, circle), post_id=post.id, title="", text="Taken", by=by(ben))
    assert Post.objects.get().text == "Mine"


def test_a_change_that_is_rolled_back_tells_nobody(circle: Community, ana: Contact) -> None:
    with transaction.atomic():
        write(ana, circle, "Hi")
        transaction.set_rollback(True)
    assert not Job.objects.filter(kind=posting.TELL).exists()


def test_thirty_an_hour_refusals_not_counted(circle: Community, ana: Contact, ben: Contact) -> None:
    post = write(ben, circle, "Hi")
    for number in range(30):
        if number % 10 == 0:
            with pytest.raises(InvalidWords):
                write(ana, circle, " ")
        gathering.comment(ana, post)
    with pytest.raises(TooOften):
        write(ana, circle, "One too many")
    gathering.comment(ben, post)
    assert Comment.objects.count() == 31


def test_editing_is_the_authors_and_the_newest_wins_nothing_silently(
    circle: Community, ana: Contact, ben: Contact
) -> None:
    post = write(ana, circle, "First")
    there = inside(ana, circle)
    edited = posting.edit_post(there, post, title="T", text="Second", based_on=None, by=by(ana))
    assert (edited.text, edited.edited_at is None) == ("Second", False)
    with pytest.raises(Stale):
        posting.edit_post(there, edited, title="T", text="Third", based_on=None, by=by(ana))
    # the same once more is a success
    assert posting.edit_post(there, edited, title="T", text="Second", based_on=None, by=by(ana)).text == "Second"
    with pytest.raises(NotAllowed):
        posting.edit_post(inside(ben, circle), edited, title="", text="Ben", based_on=edited.edited_at, by=by(ben))
    assert Post.objects.get().text == "Second"


def test_deleting_is_the_authors_and_takes_the_comments(circle: Community, ana: Contact, ben: Contact) -> None:
    post = write(ana, circle, "Hi")
    comment = gathering.comment(ben, post)
    with pytest.raises(NotAllowed):
        posting.delete(inside(ben, circle), post, by=by(ben))
    posting.delete(inside(ben, circle), comment, by=by(ben))
    gathering.comment(ben, post)
    posting.delete(inside(ana, circle), post, by=by(ana))
    posting.delete(inside(ana, circle), post, by=by(ana))
    assert not Post.objects.exists()
    assert not Comment.objects.exists()
    assert Entry.objects.filter(verb="community.post_deleted").count() == 1


def test_the_team_moderates_by_role(circle: Community, ana: Contact) -> None:
    post = write(ana, circle, "Hi")
    for role, may in ((Role.OWNER, True), (Role.MANAGER, True), (Role.SUPPORT, True), (Role.READ_ONLY, False)):
        member = cast.owner(role, role.title(), role)
        there = inside(member, circle, role)
        assert (there.may_moderate, there.may_write) == (may, may)
        if may:
            hide(there, post, by=by(member, role))
        else:
            with pytest.raises(NotAllowed):
                hide(there, post, by=by(member, role))
            with pytest.raises(NotAllowed):
                gathering.post(member, circle, role=role)
    assert Post.objects.get().hidden_by == "Owner"
    assert Entry.objects.filter(verb="community.post_hidden").count() == 1


def test_members_hide_nothing_and_answer_nothing_hidden(
    circle: Community, ana: Contact, ben: Contact, dee: Contact
) -> None:
    post = write(ana, circle, "Hi")
    with pytest.raises(NotAllowed):
        hide(inside(ben, circle), post, by=by(ben))
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    with pytest.raises(NotAllowed):
        gathering.comment(ana, Post.objects.get())


def test_history_holds_nothing_that_was_written(circle: Community, ana: Contact) -> None:
    post = write(ana, circle, "A secret glaze")
    posting.edit_post(inside(ana, circle), post, title="", text="Another secret", based_on=None, by=by(ana))
    entries: list[Any] = list(Entry.objects.filter(contact_id=ana.id, verb__startswith="community."))
    assert {entry.verb for entry in entries} == {"community.post_written", "community.post_edited"}
    assert "secret" not in repr([entry.facts for entry in entries])
    assert not any(hasattr(entry, "values_changed") for entry in entries)
