"""The owner opens communities and changes what they say."""

from __future__ import annotations

from typing import Any

import pytest

from portico.core.history.models import Entry
from portico.domain.catalog.models import Product, ProductKind
from portico.domain.communities.errors import InvalidWords, Stale
from portico.domain.communities.lists import community_rows, hidden_in
from portico.domain.communities.models import Community
from portico.domain.communities.moderation import hide
from portico.domain.communities.opening import change_community, find_free_product, open_community
from portico.domain.contacts.models import Contact
from portico.domain.team.models import Role
from tests import gathering, selling
from tests.cast import OPERATOR
from tests.gathering import by, inside


def test_opened_with_a_product_of_its_own(db: None) -> None:
    made = gathering.community("kiln-circle", about="For people  who fire")
    assert (made.product.handle, made.product.title, made.product.kind) == ("kiln-circle", "Kiln Circle", "community")
    assert made.about == "For people who fire"
    assert {"product.added", "community.opened"} <= set(Entry.objects.values_list("verb", flat=True))


def test_opened_for_a_product_that_waits_for_one(db: None) -> None:
    product = selling.product("Old Commons", ProductKind.LEGACY_COMMUNITY)
    assert find_free_product(product.id) == product
    made = open_community(slug="commons", product=product, by=OPERATOR)
    assert made.product == product
    assert find_free_product(product.id) is None
    assert open_community(slug="commons", product=product, by=OPERATOR) == made
    assert Product.objects.count() == 1


def test_a_course_has_no_community(db: None) -> None:
    course = selling.product("Wheel basics")
    assert find_free_product(course.id) is None
    with pytest.raises(ValueError, match="not a product"):
        open_community(slug="wheel", product=course, by=OPERATOR)


@pytest.mark.parametrize(("values", "wrong"), [
    ({"slug": "Kiln"}, {"slug"}), ({"slug": "a--b"}, {"slug"}), ({"slug": "../x"}, {"slug"}), ({"slug": ""}, {"slug"}),
    ({"title": " "}, {"title"}), ({"title": "\u202eevil"}, {"title"}), ({"kind": "course"}, {"kind"}),
    ({"about": "x" * 501}, {"about"}),
])  # fmt: skip
def test_refused(db: None, values: dict[str, Any], wrong: set[str]) -> None:
    typed: dict[str, Any] = {"slug": "kiln", "title": "Kiln", "kind": "community", **values}
    with pytest.raises(InvalidWords) as refused:
        open_community(**typed, by=OPERATOR)
    assert set(refused.value.errors) == wrong
    assert not Product.objects.exists()


def test_a_taken_address_makes_nothing(db: None) -> None:
    gathering.community()
    with pytest.raises(InvalidWords) as refused:
        open_community(slug="kiln-circle", title="Again", kind="community", by=OPERATOR)
    assert set(refused.value.errors) == {"slug"}
    assert (Product.objects.count(), Community.objects.count()) == (1, 1)


def test_changed_once_and_never_over_a_newer_save(circle: Community) -> None:
    changed = change_community(circle, about="New", disabled=["new_post", "nonsense"], expected_version=1, by=OPERATOR)
    assert (changed.about, changed.disabled_notices, changed.version) == ("New", ["new_post"], 2)
    change_community(circle, about="New", disabled=["new_post"], expected_version=1, by=OPERATOR)
    with pytest.raises(Stale):
        change_community(circle, about="Newer", disabled=[], expected_version=1, by=OPERATOR)
    assert Entry.objects.filter(verb="community.changed").count() == 1


def test_the_team_reads_numbers_and_what_is_hidden(
    circle: Community, commons: Community, ana: Contact, ben: Contact, dee: Contact
) -> None:
    post = gathering.post(ana, circle)
    comment = gathering.comment(ben, post)
    gathering.join(ana, circle)  # twice a holder is one member
    hide(inside(dee, circle, Role.OWNER), comment, by=by(dee, Role.OWNER))
    rows = {row.community.slug: (row.members, row.posts) for row in community_rows()}
    assert rows == {"kiln-circle": (2, 1), "potters-commons": (1, 0)}
    assert [(each.comment_id, each.hidden_by) for each in hidden_in(circle)] == [(comment.id, "Dee Owner")]
    assert hidden_in(commons) == []
