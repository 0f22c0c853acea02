"""The social profile: saved whole or not at all, against the version it was opened with, and shown as plain values."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.profiles.errors import InvalidProfile, StaleProfile
from portico.domain.profiles.models import SocialProfile
from portico.domain.profiles.social import (
    BIO_LIMIT,
    change_social_profile,
    cleaned_social,
    find_social_profile,
    social_card,
    social_cards,
)
from tests import cast
from tests.racing import in_threads

TYPED = {"bio": "I throw tableware.", "location": "Harlingen", "instagram": "@Ana.Klei", "website": "ana.example"}


def save(who: Contact, typed: dict[str, str] | None = None, *, version: int = 0) -> SocialProfile:
    return change_social_profile(who.id, typed=typed or TYPED, expected_version=version, by=Actor("customer", who.id))


@pytest.mark.django_db
def test_a_save_is_one_row_one_history_entry_and_a_card(ana: Contact) -> None:
    profile = save(ana)
    assert (profile.version, profile.bio, profile.location) == (1, "I throw tableware.", "Harlingen")
    assert profile.usernames == {"instagram": "ana.klei", "website": "https://ana.example"}
    card = social_card(Contact.objects.get(id=ana.id))
    assert [(link.label, link.shown, link.url) for link in card.links] == [
        ("Instagram", "ana.klei", "https://www.instagram.com/ana.klei"),
        ("Website", "ana.example", "https://ana.example"),
    ]
    entry = Entry.objects.get(verb="profile.social_changed")
    assert entry.contact_id == ana.id
    assert entry.facts == {"fields": ["bio", "location", "instagram", "website"]}
    assert entry.values_changed.after["instagram"] == "ana.klei"
    assert "ana" not in str(entry.facts)


@pytest.mark.django_db
def test_the_same_again_is_a_success_that_writes_nothing(ana: Contact) -> None:
    save(ana)
    assert save(ana, version=0).version == 1
    assert Entry.objects.filter(verb="profile.social_changed").count() == 1


@pytest.mark.django_db
def test_a_save_on_an_old_version_is_refused_and_changes_nothing(ana: Contact) -> None:
    save(ana)
    save(ana, TYPED | {"bio": "Second"}, version=1)
    with pytest.raises(StaleProfile) as refused:
        save(ana, TYPED | {"bio": "Third"}, version=1)
    assert refused.value.current.bio == "Second"
    assert find_social_profile(ana.id).bio == "Second"


@pytest.mark.django_db
def test_who_never_saved_has_an_empty_profile_of_version_0(ana: Contact) -> None:
    assert find_social_profile(ana.id).version == 0
    card = social_card(ana)
    assert (card.bio, card.location, card.links) == ("", "", ())
    assert not SocialProfile.objects.exists()


@pytest.mark.django_db
def test_cards_of_many_are_one_statement(site: Any) -> None:
    people = [cast.contact(f"p{number}", f"Person {number}") for number in range(30)]
    for who in people[:20]:
        save(who)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        cards = social_cards([who.id for who in people])
    assert len(statements) == 1
    assert len(cards) == 20


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("bio", "x" * 601, "too long: 601 characters"),
        ("bio", "x" * 100_000, "too long: 100000 characters"),
        ("bio", "\u200b\u200d\u2060", "invisible"),
        ("bio", "\u3164\n\u3164", "invisible"),
        ("bio", "harmless \u202etxt.exe", "cannot be shown"),
        ("bio", "a\x00b", "cannot be shown"),
        ("location", "x" * 101, "too long"),
        ("location", "\u200b", "invisible"),
        ("location", "Harlingen\u202e", "cannot be shown"),
        ("location", "a\ud800b", "cannot be shown"),
    ],
)
def test_text_that_cannot_be_shown_is_refused_at_its_field(field: str, typed: str, words: str) -> None:
    with pytest.raises(InvalidProfile) as refused:
        cleaned_social(TYPED | {field: typed})
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field]


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidProfile) as refused:
        cleaned_social({"bio": "x" * 601, "location": "\u202e", "instagram": "a b", "website": "javascript:x"})
    assert set(refused.value.errors) == {"bio", "location", "instagram", "website"}


def test_a_bio_keeps_its_paragraphs_its_script_and_its_emoji() -> None:
    typed = "  Clay \t and fire.\r\n\r\n\r\n\r\nمی‌خواهم 👩\u200d🎨  \r\n"
    assert cleaned_social({"bio": typed})["bio"] == "Clay and fire.\n\nمی‌خواهم 👩\u200d🎨"
    assert cleaned_social({"bio": "ü" * BIO_LIMIT})["bio"] == "ü" * BIO_LIMIT


@pytest.mark.django_db(transaction=True)
def test_of_two_first_saves_at_once_one_counts(ana: Contact) -> None:
    came = in_threads(2, lambda number: save(ana, TYPED | {"bio": f"From tab {number}"}))
    assert sorted(type(each).__name__ for each in came) == ["SocialProfile", "StaleProfile"]
    assert SocialProfile.objects.get().version == 1
    assert Entry.objects.filter(verb="profile.social_changed").count() == 1
