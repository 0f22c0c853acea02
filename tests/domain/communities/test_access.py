"""Who may enter: holders of the product now, and the team."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portico.core import clock
from portico.core.paging import Place
from portico.domain.communities.access import enter, find_comment, find_post, with_access
from portico.domain.communities.models import Community, Post
from portico.domain.communities.moderation import hide, restore
from portico.domain.communities.queries import feed, find_person, kept_elsewhere, list_open, talks
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant
from portico.domain.team.models import Role
from tests import cast, gathering
from tests.gathering import by, inside


def test_only_an_active_grant_opens_the_door(circle: Community, ana: Contact, cy: Contact, dee: Contact) -> None:
    assert enter("kiln-circle", ana, "")
    assert enter("kiln-circle", dee, Role.OWNER)
    assert enter("kiln-circle", cy, "") is None
    assert enter("missing", ana, "") is None
    assert enter("missing", dee, Role.OWNER) is None


@pytest.mark.parametrize("values", [
    {"revoked_at": "now"}, {"until": "now"}, {"since": "later"},
])  # fmt: skip
def test_a_grant_that_ended_or_has_not_begun_opens_nothing(
    circle: Community, ana: Contact, values: dict[str, Any]
) -> None:
    times = {"now": clock.now(), "later": clock.now() + timedelta(hours=1)}
    Grant.objects.filter(contact=ana).update(**{name: times[value] for name, value in values.items()})
    assert enter("kiln-circle", ana, "") is None
    assert list_open(ana, "") == []
    assert not with_access(circle).filter(id=ana.id).exists()


def test_another_product_opens_nothing(circle: Community, commons: Community, ben: Contact) -> None:
    assert enter("potters-commons", ben, "") is None
    assert list_open(ben, "") == [circle]


def test_losing_the_grant_keeps_the_posts(circle: Community, ana: Contact, ben: Contact) -> None:
    post = gathering.post(ana, circle)
    Grant.objects.filter(contact=ana).update(revoked_at=clock.now())
    there = inside(ben, circle)
    assert feed(there, Place()).rows == [post]
    assert find_person(there, ana.id) == ana


def test_nobody_is_found_who_neither_holds_it_nor_wrote(circle: Community, ana: Contact, cy: Contact) -> None:
    there = inside(ana, circle)
    assert find_person(there, cy.id) is None
    assert find_person(there, ana.id) == ana


def test_hidden_is_seen_by_its_author_and_the_team_alone(
    circle: Community, ana: Contact, ben: Contact, dee: Contact
) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    team = inside(dee, circle, Role.OWNER)
    reader = inside(cast.owner("rea", "Rea", Role.READ_ONLY), circle, Role.READ_ONLY)
    hide(team, post, by=by(dee, Role.OWNER))
    hide(team, comment, by=by(dee, Role.OWNER))
    ben_there, ana_there = inside(ben, circle), inside(ana, circle)
    assert find_post(ana_there, post.id) == post
    assert find_post(team, post.id) == post
    assert find_post(ben_there, post.id) is None
    assert find_post(reader, post.id) is None
    assert find_comment(team, comment.id) == comment
    # his own, but below what he does not see
    assert find_comment(ben_there, comment.id) is None
    assert find_comment(ana_there, comment.id) is None
    assert talks(ana_there, [post])[post.id].count == 0
    assert talks(team, [post])[post.id].count == 1
    assert feed(ben_there, Place()).rows == []
    assert Post.objects.get(id=post.id).hidden_by == "Dee Owner"
    restore(team, post, by=by(dee, Role.OWNER))
    assert find_post(ben_there, post.id) == post


def test_another_communitys_post_does_not_exist_here(circle: Community, commons: Community, ana: Contact) -> None:
    post = gathering.post(ana, commons)
    comment = gathering.comment(ana, post)
    assert find_post(inside(ana, circle), post.id) is None
    assert find_comment(inside(ana, circle), comment.id) is None


def test_settings_name_the_new_communities_alone(
    circle: Community, commons: Community, ana: Contact, cy: Contact
) -> None:
    assert kept_elsewhere(ana) == [circle]
    assert kept_elsewhere(cy) == []


def test_the_feed_goes_page_by_page_without_gap_or_double(circle: Community, ana: Contact) -> None:
    there = inside(ana, circle)
    written = [Post(community=circle, author=ana, text=str(number)) for number in range(23)]
    same = clock.now()
    for post in written:
        post.written_at = same  # ids decide between equal times
    Post.objects.bulk_create(written)
    seen, place = [], Place()
    while True:
        page = feed(there, place)
        seen += page.rows
        if page.older is None:
            break
        place = Place(older_than=page.older)
    assert seen == sorted(written, key=lambda post: post.id, reverse=True)
    back = feed(there, Place(newer_than=page.newer))
    assert back.rows == seen[10:20]
    assert feed(there, Place(newer_than=seen[0].id)).rows == seen[:10]


@pytest.mark.parametrize("posts", [1, 9])
def test_a_page_costs_the_same_however_much_was_said(
    circle: Community, ana: Contact, ben: Contact, posts: int, django_assert_num_queries: Any
) -> None:
    for _ in range(posts):
        post = gathering.post(ana, circle)
        for _ in range(posts % 3 + 1):
            gathering.comment(ben, post)
    there = inside(ana, circle)
    with django_assert_num_queries(2):
        page = feed(there, Place())
        assert sum(talk.count for talk in talks(there, page.rows).values())
