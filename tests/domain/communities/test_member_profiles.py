"""A member's own profile and choices: saved once, never over a newer save, kept while the owner turned a kind off."""

from __future__ import annotations

import pytest

from portico.core.history.models import Entry
from portico.domain.communities.errors import InvalidWords, Stale
from portico.domain.communities.member_profiles import (
    change_member_profile,
    change_notices,
    choices_of,
    find_member_profile,
    name_in,
)
from portico.domain.communities.models import Community, MemberProfile, NoticeKind
from portico.domain.communities.opening import change_community
from portico.domain.contacts.models import Contact
from tests.cast import OPERATOR
from tests.gathering import by, inside
from tests.racing import in_threads

TYPED = {"display_name": "Ana of the kiln", "headline": "Blue", "bio": "Line\r\nline"}
NOTHING = {kind: {"in_app": False, "email": False} for kind in NoticeKind.values}


def test_saved_and_found_again(circle: Community, ana: Contact, ben: Contact) -> None:
    saved = change_member_profile(inside(ana, circle), typed=TYPED, expected_version=1, by=by(ana))
    assert (saved.display_name, saved.bio, saved.version) == ("Ana of the kiln", "Line\nline", 2)
    assert name_in(circle, ana) == "Ana of the kiln"
    assert name_in(circle, ben) == "Ben Okafor"
    assert find_member_profile(inside(ben, circle)).display_name == ""
    entry = Entry.objects.get(verb="community.profile_changed")
    assert entry.facts == {"fields": ["display_name", "headline", "bio"]}


def test_the_second_tab_is_refused_unless_it_says_the_same(circle: Community, ana: Contact) -> None:
    there = inside(ana, circle)
    change_member_profile(there, typed=TYPED, expected_version=1, by=by(ana))
    change_member_profile(there, typed=TYPED, expected_version=1, by=by(ana))
    with pytest.raises(Stale) as refused:
        change_member_profile(there, typed={**TYPED, "headline": "Red"}, expected_version=1, by=by(ana))
    assert refused.value.current.headline == "Blue"
    assert Entry.objects.filter(verb="community.profile_changed").count() == 1


def test_choices_and_profile_do_not_make_each_other_old(circle: Community, ana: Contact) -> None:
    there = inside(ana, circle)
    change_member_profile(there, typed=TYPED, expected_version=1, by=by(ana))
    change_notices(there, choices=NOTHING, expected_version=1, by=by(ana))
    assert choices_of(find_member_profile(there)) == NOTHING
    with pytest.raises(Stale):
        change_notices(there, choices=choices_of(None), expected_version=1, by=by(ana))


@pytest.mark.parametrize("typed", [
    {"display_name": "x" * 81}, {"headline": "\u202eevil"}, {"bio": "\u200b"}, {"display_name": "\u3164"},
])  # fmt: skip
def test_refused(circle: Community, ana: Contact, typed: dict[str, str]) -> None:
    with pytest.raises(InvalidWords) as refused:
        change_member_profile(inside(ana, circle), typed=typed, expected_version=1, by=by(ana))
    assert set(refused.value.errors) == set(typed)
    assert not MemberProfile.objects.exists()


def test_a_kind_turned_off_keeps_its_choice(circle: Community, ana: Contact) -> None:
    chosen = {**NOTHING, NoticeKind.NEW_POST.value: {"in_app": False, "email": True}}
    change_notices(inside(ana, circle), choices=chosen, expected_version=1, by=by(ana))
    change_community(circle, about="", disabled=[NoticeKind.NEW_POST], expected_version=1, by=OPERATOR)
    # what browsers send of a disabled box is nothing
    change_notices(inside(ana, circle), choices=NOTHING, expected_version=2, by=by(ana))
    assert choices_of(find_member_profile(inside(ana, circle)))["new_post"] == {"in_app": False, "email": True}


@pytest.mark.django_db(transaction=True)
def test_many_first_saves_at_once_leave_one_profile(circle: Community, ana: Contact) -> None:
    there = inside(ana, circle)
    came = in_threads(
        4,
        lambda number: (
            change_member_profile(
                there, typed={"display_name": f"Ana {number}"}, expected_version=1, by=by(ana)
            ).display_name
        ),
    )
    won = [each for each in came if isinstance(each, str)]
    assert len(won) == 1
    assert all(isinstance(each, Stale) for each in came if not isinstance(each, str))
    assert MemberProfile.objects.get().display_name == won[0]
