"""The forms: what is right is stored once, what is wrong comes back as typed."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from portico.core import ids
from portico.core.limits.models import Tries
from portico.domain.communities.models import Comment, Community, Post
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Role
from tests import cast, gathering

As = Callable[[Contact], Client]
FEED = "/communities/kiln-circle/"


def test_a_post_then_a_comment(circle: Community, ana: Contact, ben: Contact, as_: As) -> None:
    form = {"title": "Blue", "text": "Twelve tiles", "new_id": str(ids.new_id())}
    for _ in range(2):
        answer = as_(ana).post(FEED + "posts/", form)
        assert (answer.status_code, answer["Location"]) == (302, FEED)
    post = Post.objects.get()
    answer = as_(ben).post(f"{FEED}posts/{post.id}/comments/", {"text": "Number nine", "new_id": str(ids.new_id())})
    comment = Comment.objects.get()
    assert answer["Location"] == f"{FEED}posts/{post.id}/?comment={comment.id}#comment-{comment.id}"
    assert "Number nine" in as_(ana).get(answer["Location"]).content.decode()


def test_a_refused_form_keeps_what_was_typed(circle: Community, ana: Contact, as_: As) -> None:
    answer = as_(ana).post(FEED + "posts/", {"title": "My title", "text": "\u200b", "new_id": "nonsense"})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="My title"' in found
    assert "invisible" in found
    post = gathering.post(ana, circle)
    answer = as_(ana).post(f"{FEED}posts/{post.id}/comments/", {"text": "a\u202eb"})
    assert answer.status_code == 422
    assert "a\u202eb" in answer.content.decode()


def test_too_often_is_said_and_keeps_the_text(circle: Community, ana: Contact, as_: As) -> None:
    gathering.post(ana, circle)
    Tries.objects.filter(key__startswith="communities.write").update(count=30)
    answer = as_(ana).post(FEED + "posts/", {"text": "Once more"})
    assert answer.status_code == 429
    assert "Once more" in answer.content.decode()
    assert "Send it again later" in answer.content.decode()
    assert Post.objects.count() == 1


def test_editing_in_two_tabs(circle: Community, ana: Contact, as_: As) -> None:
    post, browser = gathering.post(ana, circle, "First"), as_(ana)
    address = f"{FEED}posts/{post.id}/edit/"
    assert "First" in browser.get(address).content.decode()
    assert browser.post(address, {"text": "Second", "edited_at": ""}).status_code == 302
    stale = browser.post(address, {"text": "Third", "edited_at": ""})
    found = stale.content.decode()
    assert stale.status_code == 409
    assert "Second" in found
    assert "Third" in found
    again = found.split('name="edited_at" value="')[1].split('"')[0]
    assert browser.post(address, {"text": "Third", "edited_at": again}).status_code == 302
    assert Post.objects.get().text == "Third"
    assert browser.post(address, {"text": "", "edited_at": "2026-99-99T00:00:00"}).status_code == 422


def test_editing_and_deleting_a_comment(circle: Community, ana: Contact, ben: Contact, as_: As) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    own, other = as_(ben), as_(ana)
    for part in ("edit/", "delete/"):
        assert other.get(f"{FEED}comments/{comment.id}/{part}").status_code == 403
        assert other.post(f"{FEED}comments/{comment.id}/{part}", {"text": "Taken"}).status_code == 403
    assert own.post(f"{FEED}comments/{comment.id}/edit/", {"text": "Better", "edited_at": ""}).status_code == 302
    assert Comment.objects.get().text == "Better"
    assert "edited" in own.get(f"{FEED}posts/{post.id}/").content.decode()
    assert "Delete your comment?" in own.get(f"{FEED}comments/{comment.id}/delete/").content.decode()
    assert Comment.objects.exists()
    assert own.post(f"{FEED}comments/{comment.id}/delete/")["Location"] == f"{FEED}posts/{post.id}/"
    assert not Comment.objects.exists()


def test_deleting_a_post_asks_first(circle: Community, ana: Contact, as_: As) -> None:
    post, browser = gathering.post(ana, circle), as_(ana)
    assert "all comments below it" in browser.get(f"{FEED}posts/{post.id}/delete/").content.decode()
    assert browser.post(f"{FEED}posts/{post.id}/delete/")["Location"] == FEED
    assert browser.post(f"{FEED}posts/{post.id}/delete/").status_code == 404


def test_the_team_hides_and_shows_again(circle: Community, ana: Contact, ben: Contact, dee: Contact, as_: As) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    for part in (f"comments/{comment.id}/moderate/", f"posts/{post.id}/moderate/"):
        assert as_(ben).post(FEED + part, {"do": "hide"}).status_code == 403
        assert as_(dee).post(FEED + part, {"do": "hide"}).status_code == 302
    assert Post.objects.get().hidden_by == Comment.objects.get().hidden_by == "Dee Owner"
    for part in (f"posts/{post.id}/moderate/", f"comments/{comment.id}/moderate/"):
        assert as_(dee).post(FEED + part, {"do": "restore"}).status_code == 302
    assert Post.objects.get().hidden_at is Comment.objects.get().hidden_at is None


def test_who_only_reads_writes_nothing(circle: Community, ana: Contact, as_: As) -> None:
    post = gathering.post(ana, circle)
    reader = as_(cast.owner("rea", "Rea", Role.READ_ONLY))
    assert "Add comment" not in reader.get(f"{FEED}posts/{post.id}/").content.decode()
    assert reader.post(FEED + "posts/", {"text": "Hi"}).status_code == 403
    assert reader.post(f"{FEED}posts/{post.id}/comments/", {"text": "Hi"}).status_code == 403
    assert reader.post(f"{FEED}posts/{post.id}/moderate/").status_code == 403
    assert (Post.objects.count(), Comment.objects.count()) == (1, 0)
