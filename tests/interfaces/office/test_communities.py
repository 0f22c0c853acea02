"""The team's side: who sees, who opens, who changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portico.domain.catalog.models import ProductKind
from portico.domain.communities.models import Community
from portico.domain.communities.moderation import hide
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Role
from tests import cast, gathering, selling
from tests.gathering import by, inside

As = Callable[[Contact], Client]
LIST = "/office/communities/"
NEW = {"kind": "community", "title": "The Kiln Circle", "slug": "the-kiln-circle", "about": "Fire"}


@pytest.fixture
def circle(ana: Contact) -> Community:
    made = gathering.community()
    gathering.join(ana, made)
    return made


def test_opened_changed_and_listed(dee: Contact, as_: As) -> None:
    browser = as_(dee)
    assert "No communities yet" in browser.get(LIST).content.decode()
    answer = browser.post(LIST + "new/", NEW)
    made = Community.objects.get()
    assert answer["Location"] == f"{LIST}{made.id}/"
    assert "/communities/the-kiln-circle/" in browser.get(LIST).content.decode()
    sent = {"version": "1", "about": "Fire and ash", "notices": ["comment_on_mine"]}
    assert browser.post(f"{LIST}{made.id}/", sent).status_code == 302
    made.refresh_from_db()
    assert (made.about, made.disabled_notices) == ("Fire and ash", ["new_post", "comment_after_mine"])
    stale = browser.post(f"{LIST}{made.id}/", {**sent, "about": "Other"})
    assert stale.status_code == 409
    assert "<ins>Fire and ash</ins>" in stale.content.decode()
    assert ">\nOther</textarea>" in stale.content.decode()


def test_a_product_that_waits_gets_one(dee: Contact, as_: As) -> None:
    product = selling.product("Old Commons", ProductKind.LEGACY_COMMUNITY)
    browser = as_(dee)
    assert "Old Commons" in browser.get(LIST + "new/").content.decode()
    browser.post(LIST + "new/", {"product": str(product.id), "slug": "commons"})
    made = Community.objects.get()
    assert made.product == product
    assert "Notices members may get" not in browser.get(f"{LIST}{made.id}/").content.decode()


def test_what_is_wrong_is_said_at_the_field(circle: Community, dee: Contact, as_: As) -> None:
    for sent in ({**NEW, "slug": "kiln-circle"}, {**NEW, "slug": "No Good"}, {**NEW, "title": ""}):
        answer = as_(dee).post(LIST + "new/", sent)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.content.decode()
    assert Community.objects.count() == 1


def test_members_and_what_is_hidden(circle: Community, ana: Contact, dee: Contact, as_: As) -> None:
    post = gathering.post(ana, circle, "Buy my <b>car</b>")
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    found = as_(dee).get(f"{LIST}{circle.id}/").content.decode()
    assert "ana@example.org" in found
    assert "1 member." in found
    assert "Buy my &lt;b&gt;car" in found
    assert "Hidden by Dee Owner" in found


def test_who_may_what(circle: Community, ana: Contact, as_: As) -> None:
    for role in (Role.MANAGER, Role.SUPPORT, Role.READ_ONLY):
        browser = as_(cast.owner(role, role.title(), role))
        assert browser.get(f"{LIST}{circle.id}/").status_code == 200
        assert 'name="about"' not in browser.get(f"{LIST}{circle.id}/").content.decode()
        assert browser.post(f"{LIST}{circle.id}/", {"version": "1", "about": "x"}).status_code == 403
        assert browser.post(LIST + "new/", NEW).status_code == 403
    for address in (LIST, LIST + "new/", f"{LIST}{circle.id}/"):
        assert as_(ana).get(address).status_code == 404
    assert Community.objects.get().about == ""
