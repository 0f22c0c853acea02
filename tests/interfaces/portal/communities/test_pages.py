"""What members see, and that everybody else sees nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.core import clock
from portico.domain.communities.member_profiles import change_member_profile
from portico.domain.communities.models import Community
from portico.domain.communities.moderation import hide
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.profiles.models import SocialProfile
from portico.domain.site.models import Site
from portico.domain.team.models import Role
from tests import cast, gathering
from tests.gathering import by, inside

As = Callable[[Contact], Client]
HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(2)> "javascript:alert(3)" https://ok.example/a?b=1&c="x'


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_nobody_without_the_product_finds_anything(
    circle: Community, ana: Contact, cy: Contact, client: Client, as_: As
) -> None:
    post = gathering.post(ana, circle)
    stranger = cast.customer("zoe", "Zoe")
    for address in ("", f"posts/{post.id}/", "settings/", "notices/", f"people/{ana.id}/"):
        there = as_(stranger).get(f"/communities/kiln-circle/{address}")
        missing = as_(stranger).get(f"/communities/no-such-one/{address}")
        assert there.status_code == missing.status_code == 404
        assert there.content == missing.content
        assert client.get(f"/communities/kiln-circle/{address}")["Location"].startswith("/sign-in/?next=")
        assert as_(cy).get(f"/communities/kiln-circle/{address}").status_code == 404


def test_losing_the_grant_closes_the_door_at_once(circle: Community, ana: Contact, as_: As) -> None:
    browser = as_(ana)
    assert "Community" in page(browser, "/communities/kiln-circle/")
    assert 'href="/communities/kiln-circle/"' in page(browser, "/library/")
    Grant.objects.filter(contact=ana, product=circle.product).update(revoked_at=clock.now())
    assert browser.get("/communities/kiln-circle/").status_code == 404
    library = page(browser, "/library/")
    assert "/communities/" not in library


def test_the_list_leads_to_the_only_one(
    circle: Community, commons: Community, ana: Contact, ben: Contact, dee: Contact, as_: As
) -> None:
    assert as_(ben).get("/communities/")["Location"] == "/communities/kiln-circle/"
    both = page(as_(ana), "/communities/")
    assert "Kiln Circle" in both
    assert "Potters Commons" in both
    assert "Potters Commons" in page(as_(dee), "/communities/")
    assert "No communities" in page(as_(cast.customer("zoe", "Zoe")), "/communities/")


def test_the_header_links_for_those_who_may_enter_without_another_statement(
    circle: Community, ana: Contact, dee: Contact, as_: As
) -> None:
    zoe = cast.customer("zoe", "Zoe")
    counts = []
    for who, links in ((ana, True), (dee, True), (zoe, False)):
        browser = as_(who)
        page(browser, "/library/")
        with CaptureQueriesContext(connection) as captured:
            found = page(browser, "/purchases/")
        assert ('href="/communities/"' in found) is links
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_a_legacy_community_shows_social_profiles(commons: Community, ana: Contact, ben: Contact, as_: As) -> None:
    gathering.join(ben, commons)
    SocialProfile.objects.create(
        contact=ana, bio="I throw\ntableware", location="Harlingen", usernames={"instagram": "ana_throws"}
    )
    post = gathering.post(ana, commons, "Look at https://glaze.example/x.", title="Blue")
    gathering.comment(ben, post, "Nice")
    found = page(as_(ben), "/communities/potters-commons/")
    for part in (
        "Legacy community",
        "I throw",
        "Harlingen",
        "https://www.instagram.com/ana_throws",
        "Nice",
        "Ben Okafor",
    ):
        assert part in found, part
    assert 'href="https://glaze.example/x" rel="nofollow ugc noopener"' in found
    card = page(as_(ben), f"/communities/potters-commons/people/{ana.id}/")
    assert "Harlingen" in card
    assert "Blue" in card
    assert "ana@example.org" not in found + card
    assert as_(ben).get("/communities/potters-commons/settings/").status_code == 404
    assert as_(ben).get("/communities/potters-commons/notices/").status_code == 404


def test_a_new_community_shows_its_own_profile_alone(circle: Community, ana: Contact, ben: Contact, as_: As) -> None:
    SocialProfile.objects.create(contact=ana, bio="Of the other place", location="Harlingen", usernames={})
    typed = {"display_name": "Ana of the kiln", "headline": "Blue only", "bio": "Slow cooling"}
    change_member_profile(inside(ana, circle), typed=typed, expected_version=1, by=by(ana))
    gathering.post(ana, circle, title="First")
    found = page(as_(ben), "/communities/kiln-circle/")
    assert "Ana of the kiln" in found
    assert "Blue only" in found
    assert "Of the other place" not in found
    assert "Ana Lima" not in found


def test_nobodys_email_stands_for_their_name(circle: Community, ben: Contact, as_: As) -> None:
    nameless = cast.customer("nameless", "")
    gathering.join(nameless, circle)
    gathering.post(nameless, circle)
    found = page(as_(ben), "/communities/kiln-circle/")
    assert "A member" in found
    assert "nameless" not in found


@pytest.mark.parametrize("kind", ["circle", "commons"])
def test_what_people_write_can_run_nothing(request: Any, kind: str, ana: Contact, as_: As) -> None:
    where = request.getfixturevalue(kind)
    SocialProfile.objects.create(contact=ana, bio=HOSTILE, location="<b>x</b>", usernames={})
    typed = {"display_name": "<i>Ana</i>", "headline": HOSTILE[:100], "bio": HOSTILE}
    change_member_profile(inside(ana, where), typed=typed, expected_version=1, by=by(ana))
    post = gathering.post(ana, where, HOSTILE, title="<u>T</u>")
    gathering.comment(ana, post, HOSTILE)
    slug = where.slug
    for address in (
        f"/communities/{slug}/",
        f"/communities/{slug}/posts/{post.id}/",
        f"/communities/{slug}/people/{ana.id}/",
    ):
        found = page(as_(ana), address)
        for danger in ("<script>alert", "<img src=x", "<u>T", "<i>Ana", "<b>x", 'href="javascript'):
            assert danger not in found, danger
        assert "&lt;script&gt;" in found or "people" in address


@pytest.mark.parametrize(("text", "linked"), [
    ("see http://a.example/b.", 'href="http://a.example/b"'),
    ("(https://a.example/b_(c))", 'href="https://a.example/b_(c)"'),
    ("https://bank.example@evil.example/", ""),
    ("javascript:alert(1)", ""),
    ("data:text/html,x", ""),
    ("https://[", ""),
    ("ftp://a.example", ""),
])  # fmt: skip
def test_links_lead_where_they_say(circle: Community, ana: Contact, as_: As, text: str, linked: str) -> None:
    post = gathering.post(ana, circle, text, title="T")
    found = page(as_(ana), f"/communities/kiln-circle/posts/{post.id}/")
    written = found[found.index('class="written"') : found.index('class="comments"')]
    assert linked in written if linked else "href" not in written


def test_hidden_is_gone_for_others_and_says_who_to_its_author(
    circle: Community, ana: Contact, ben: Contact, dee: Contact, as_: As
) -> None:
    post = gathering.post(ana, circle, "Buy my car", title="Car")
    hide(inside(dee, circle, Role.OWNER), post, by=by(dee, Role.OWNER))
    assert "Buy my car" not in page(as_(ben), "/communities/kiln-circle/")
    page(as_(ben), f"/communities/kiln-circle/posts/{post.id}/", 404)
    mine = page(as_(ana), f"/communities/kiln-circle/posts/{post.id}/")
    assert "Hidden by Dee Owner" in mine
    assert "Add comment" not in mine
    assert "Show again" in page(as_(dee), "/communities/kiln-circle/")
    assert "Show again" not in mine


def test_only_who_moderates_and_who_wrote_get_the_menu(
    circle: Community, ana: Contact, ben: Contact, dee: Contact, as_: As
) -> None:
    gathering.post(ana, circle)
    menus = {who: page(as_(who), "/communities/kiln-circle/") for who in (ana, ben, dee)}
    assert "/edit/" in menus[ana]
    assert "/moderate/" not in menus[ana]
    assert "/edit/" not in menus[ben]
    assert "/moderate/" not in menus[ben]
    assert "/moderate/" in menus[dee]
    assert "/edit/" not in menus[dee]


def test_a_feed_goes_on_older_and_back(circle: Community, ana: Contact, as_: As) -> None:
    for number in range(12):
        gathering.post(ana, circle, title=f"Number {number:02}")
    browser = as_(ana)
    first = page(browser, "/communities/kiln-circle/")
    assert "Number 11" in first
    assert "Number 01" not in first
    older = first.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    second = page(browser, older.replace("&amp;", "&"))
    assert "Number 01" in second
    assert "Number 02" not in second
    assert page(browser, f"/communities/kiln-circle/?older={uuid4()}").count("<article") == 10
    assert page(browser, "/communities/kiln-circle/?older=nonsense").count("<article") == 10


@pytest.mark.parametrize("kind", ["circle", "commons"])
def test_a_page_costs_the_same_however_much_was_said(request: Any, kind: str, ana: Contact, as_: As) -> None:
    where = request.getfixturevalue(kind)
    browser, counts = as_(ana), []
    page(browser, "/library/")  # the first visit of the hour is noted
    for people in (1, 6):
        for number in range(people):
            who = cast.customer(f"p{people}-{number}", f"P {number}")
            gathering.join(who, where)
            gathering.comment(who, gathering.post(who, where))
        with CaptureQueriesContext(connection) as captured:
            page(browser, f"/communities/{where.slug}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_open_without_the_user_menu(circle: Community, commons: Community, ana: Contact, as_: As) -> None:
    Site.objects.update(has_user_menu=False)
    browser = as_(ana)
    for address in ("kiln-circle/", "kiln-circle/settings/", "kiln-circle/notices/", "potters-commons/"):
        assert 'href="/settings/' not in page(browser, f"/communities/{address}")
    saved = browser.post("/communities/kiln-circle/settings/profile/", {"display_name": "A", "version": "1"})
    assert saved.status_code == 302


def test_a_person_who_is_not_here_is_not_found(circle: Community, ana: Contact, cy: Contact, as_: As) -> None:
    for person in (cy.id, uuid4()):
        page(as_(ana), f"/communities/kiln-circle/people/{person}/", 404)
