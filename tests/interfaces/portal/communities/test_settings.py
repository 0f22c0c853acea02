"""A member's own settings, with and without script, in two tabs, with a kind the owner turned off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portico.core.files import store
from portico.domain.communities.models import Community, MemberProfile, Notice
from portico.domain.communities.opening import change_community
from portico.domain.communities.pictures import ROOM, delete_orphaned_pictures
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from tests import gathering
from tests.cast import OPERATOR
from tests.pictures import corners, saved

As = Callable[[Contact], Client]
PAGE = "/communities/kiln-circle/settings/"
PROFILE = {"display_name": "Ana of the kiln", "headline": "Blue", "bio": "Slow", "version": "1"}
HTMX = {"HX-Request": "true"}


def test_saved_without_script(circle: Community, ana: Contact, as_: As) -> None:
    browser = as_(ana)
    answer = browser.post(PAGE + "profile/", PROFILE)
    assert (answer.status_code, answer["Location"]) == (302, PAGE + "#profile")
    found = browser.get(PAGE).content.decode()
    assert "now show this" in found
    assert 'value="Ana of the kiln"' in found
    assert "now show this" not in browser.get(PAGE).content.decode()


def test_saved_with_htmx_answers_the_section_and_the_preview(circle: Community, ana: Contact, as_: As) -> None:
    found = as_(ana).post(PAGE + "profile/", PROFILE, headers=HTMX).content.decode()
    assert found.lstrip().startswith("<form")
    assert 'name="version" value="2"' in found
    assert 'id="preview" hx-swap-oob="true"' in found
    assert "<html" not in found


@pytest.mark.parametrize("htmx", [False, True])
def test_two_tabs(circle: Community, ana: Contact, as_: As, htmx: bool) -> None:
    browser = as_(ana)
    headers = HTMX if htmx else {}
    browser.post(PAGE + "profile/", PROFILE)
    stale = browser.post(PAGE + "profile/", {**PROFILE, "headline": "Red"}, headers=headers)
    found = stale.content.decode()
    assert stale.status_code == 409
    assert 'value="Red"' in found
    assert "<ins>Blue</ins>" in found
    assert 'name="version" value="2"' in found
    assert browser.post(PAGE + "profile/", {**PROFILE, "headline": "Red", "version": "2"}).status_code == 302
    assert MemberProfile.objects.get().headline == "Red"


def test_refused_keeps_what_was_typed(circle: Community, ana: Contact, as_: As) -> None:
    answer = as_(ana).post(PAGE + "profile/", {**PROFILE, "headline": "x" * 121})
    assert answer.status_code == 422
    assert "Ana of the kiln" in answer.content.decode()
    assert 'href="#id_headline"' in answer.content.decode()
    assert not MemberProfile.objects.exists()


def test_notifications_and_what_the_owner_turned_off(circle: Community, ana: Contact, as_: As) -> None:
    browser = as_(ana)
    assert browser.post(PAGE + "notices/", {"version": "1", "new_post_email": "on"}).status_code == 302
    change_community(circle, about="", disabled=["new_post"], expected_version=1, by=OPERATOR)
    found = browser.get(PAGE).content.decode()
    assert "Kiln has turned this off for everyone" in found
    assert 'name="new_post_email" checked disabled' in found
    assert 'name="new_post_in_app" disabled' in found
    assert 'name="comment_on_mine_email">' in found
    stale = browser.post(PAGE + "notices/", {"version": "1", "comment_on_mine_email": "on"})
    assert stale.status_code == 409
    assert "Now saved: in the community off, by email off." in stale.content.decode()
    assert browser.post(PAGE + "notices/", {"version": "2", "comment_on_mine_email": "on"}).status_code == 302
    assert MemberProfile.objects.get().notices["new_post"] == {"in_app": False, "email": True}


def test_an_own_picture_for_this_community_alone(
    circle: Community, commons: Community, ana: Contact, ben: Contact, as_: As
) -> None:
    gathering.post(ana, circle)
    gathering.post(ana, commons)
    browser = as_(ana)
    upload = SimpleUploadedFile("me.png", saved(corners(), "PNG"), "image/png")
    assert browser.post(PAGE + "picture/", {"picture": upload}).status_code == 302
    token = MemberProfile.objects.get().avatar_token
    address = f"/communities/kiln-circle/pictures/{token}-64.webp"
    assert address in as_(ben).get("/communities/kiln-circle/").content.decode()
    assert token not in browser.get("/communities/potters-commons/").content.decode()
    answer = as_(ben).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"].startswith("private")
    assert answer.content[8:12] == b"WEBP"
    # only its members and the team, only sizes there are, only here
    Grant.objects.filter(contact=ben, product=circle.product).update(revoked_at=timezone.now())
    assert as_(ben).get(address).status_code == 404
    assert browser.get(address.replace("-64", "-65")).status_code == 404
    assert browser.get(address.replace("kiln-circle", "potters-commons")).status_code == 404


def test_a_picture_goes_with_its_files(
    circle: Community, ana: Contact, as_: As, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    browser = as_(ana)
    for _ in range(2):
        upload = SimpleUploadedFile("me.png", saved(corners(), "PNG"), "image/png")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            browser.post(PAGE + "picture/", {"picture": upload})
        assert len(store.list_names(ROOM)) == 3
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        browser.post(PAGE + "picture/", {"do": "remove"})
    assert store.list_names(ROOM) == []
    assert MemberProfile.objects.get().avatar_token == ""


def test_files_that_no_profile_names_go_after_a_day(
    circle: Community, ana: Contact, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = SimpleUploadedFile("me.png", saved(corners(), "PNG"), "image/png")
    as_(ana).post(PAGE + "picture/", {"picture": upload})
    store.keep_as(f"{ROOM}/orphan-64.webp", b"x")
    delete_orphaned_pictures()
    assert len(store.list_names(ROOM)) == 4
    monkeypatch.setattr("portico.domain.communities.pictures.ORPHANED_AFTER", timedelta(0))
    delete_orphaned_pictures()
    assert len(store.list_names(ROOM)) == 3


def test_no_picture_and_a_wrong_one_are_said_at_the_field(circle: Community, ana: Contact, as_: As) -> None:
    for sent in ({}, {"picture": SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>", "image/png")}):
        answer = as_(ana).post(PAGE + "picture/", sent)
        assert answer.status_code == 422
        assert 'id="id_picture-error"' in answer.content.decode()
    assert store.list_names(ROOM) == []


def test_notices_are_listed_opened_and_read(circle: Community, ana: Contact, ben: Contact, as_: As) -> None:
    post = gathering.post(ana, circle, title="Blue")
    comment = gathering.comment(ben, post)
    gathering.tell_all()
    browser = as_(ana)
    found = browser.get("/communities/kiln-circle/notices/").content.decode()
    assert "Ben Okafor commented on your post “Blue”." in found
    assert 'badge-accent">1<' in found
    notice = Notice.objects.get(contact=ana)
    assert as_(ben).post(f"/communities/kiln-circle/notices/{notice.id}/").status_code == 404
    answer = browser.post(f"/communities/kiln-circle/notices/{notice.id}/")
    assert answer["Location"].endswith(f"?comment={comment.id}#comment-{comment.id}")
    assert 'badge-accent">1<' not in browser.get("/communities/kiln-circle/notices/").content.decode()
    other = as_(ben)
    assert 'badge-accent">1<' in other.get("/communities/kiln-circle/").content.decode()
    assert other.post("/communities/kiln-circle/notices/read/").status_code == 302
    assert not Notice.objects.filter(read_at=None).exists()
