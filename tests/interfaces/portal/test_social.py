"""The social profile in Settings: who has it, what it says first, what it saves and refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from portico.core import clock
from portico.core.history.models import Entry
from portico.domain.catalog.models import ProductKind
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import hide_entry
from portico.domain.grants.models import Grant, Source
from portico.domain.profiles.models import SocialProfile
from portico.domain.site.models import BuiltWith, Site
from tests.cast import signed_in
from tests.domain.directory.people import DEE, list_me
from tests.selling import product

pytestmark = pytest.mark.django_db

TYPED = {"bio": "I throw tableware.", "location": "Harlingen", "instagram": "@Ana.Klei", "website": "ana.example"}


def post(client: Client, htmx: bool = False, **changes: str) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post("/settings/social/", {"version": "0"} | TYPED | changes, headers=headers)


def settings_page(who: Contact) -> str:
    return signed_in(who).get("/settings/").content.decode()


def legacy(who: Contact) -> Grant:
    commons = product("Potters’ Commons", ProductKind.LEGACY_COMMUNITY)
    return Grant.objects.create(contact=who, product=commons, source=Source.TEAM, since=clock.now())


def build_with_legacy_pages() -> None:
    Site.objects.update(built_with=BuiltWith.LEGACY)


def test_a_save_is_seen_at_once_and_says_so(ana: Contact) -> None:
    client = signed_in(ana)
    answer = post(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/#social")
    page = client.get("/settings/").content.decode()
    assert "Saved at" in page
    assert "I throw tableware." in page
    assert 'value="ana.klei"' in page
    assert 'value="https://ana.example"' in page
    assert "Saved at" not in client.get("/settings/").content.decode()


def test_labels_and_buttons_are_the_ones_people_look_for(ana: Contact) -> None:
    page = settings_page(ana)
    for label in ("Bio", "Location", "Instagram", "YouTube", "Facebook", "Website"):
        assert f">{label}</label>" in page
    assert ">Save social profile</button>" in page
    assert 'href="#social"' in page
    assert "600 characters left" in page


def test_the_first_line_says_where_it_appears(ana: Contact, ben: Contact) -> None:
    assert "Shown to signed-in customers if you list yourself in the customer directory." in settings_page(ana)
    legacy(ben)
    page = settings_page(ben)
    assert "Shown to members of Potters’ Commons, and to signed-in customers if you list yourself" in page
    build_with_legacy_pages()
    page = settings_page(ben)
    assert "Shown to members of Potters’ Commons. Newer communities keep their own profile" in page
    assert "signed-in customers if you list" not in page


def test_without_legacy_community_and_directory_there_is_no_such_section(ana: Contact) -> None:
    build_with_legacy_pages()
    page = settings_page(ana)
    assert 'id="social"' not in page
    assert ">Bio</label>" not in page
    assert "#social" not in page
    assert post(signed_in(ana)).status_code == 404
    assert not SocialProfile.objects.exists()


def test_an_ended_legacy_community_counts_for_nothing(ana: Contact) -> None:
    build_with_legacy_pages()
    granted = legacy(ana)
    assert 'id="social"' in settings_page(ana)
    granted.revoked_at = clock.now()
    granted.save()
    assert 'id="social"' not in settings_page(ana)
    assert post(signed_in(ana)).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("instagram", "mireille klei", "Did you mean mireille.klei?"),
        ("instagram", "ana 😀", "no spaces"),
        ("instagram", "ana😀", "Instagram name"),
        ("instagram", "https://evil.example/ana", "another site"),
        ("instagram", "javascript:alert(1)", "another site"),
        ("youtube", "a", "YouTube handle"),
        ("facebook", "x_y", "Facebook name"),
        ("website", "javascript:alert(1)", "not the address"),
        ("website", "\u202ehttps://ana.example", "not the address"),
        ("bio", "x" * 100_000, "too long: 100000 characters"),
        ("bio", "\u200b\u200d", "invisible"),
        ("bio", "a\u202eb", "cannot be shown"),
        ("location", "\u200b", "invisible"),
        ("location", "a\u202eb", "cannot be shown"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_bad_input_is_named_at_its_field_and_saves_nothing(
    ana: Contact, field: str, typed: str, words: str, htmx: bool
) -> None:
    answer = post(signed_in(ana), htmx, **{field: typed, "location": typed if field == "location" else "Kept"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert f'href="#id_{field}"' in page
    assert words in page
    assert "Kept" in page or field == "location", "what was typed stays"
    assert ("<html" in page) is not htmx
    assert not SocialProfile.objects.exists()


def test_a_stale_save_shows_both_values_keeps_what_was_typed_and_can_be_sent_again(ana: Contact) -> None:
    client = signed_in(ana)
    post(client)
    post(client, version="1", bio="From the other tab")
    refused = post(client, version="1", bio="From this tab")
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "From the other tab" in page
    assert ">\nFrom this tab</textarea>" in page or "From this tab</textarea>" in page
    assert 'name="version" value="2"' in page
    assert post(client, version="2", bio="From this tab").status_code == 302
    assert SocialProfile.objects.get().bio == "From this tab"


def test_a_double_click_saves_once(ana: Contact) -> None:
    client = signed_in(ana)
    assert [post(client).status_code, post(client).status_code] == [302, 302]
    assert Entry.objects.filter(verb="profile.social_changed").count() == 1


def test_htmx_gets_the_section_and_the_entry_beside_it(ana: Contact) -> None:
    page = post(signed_in(ana), htmx=True).content.decode()
    assert "<html" not in page
    assert 'id="social"' in page
    assert 'id="directory-preview" hx-swap-oob' in page
    assert page.count("I throw tableware.") == 2
    build_with_legacy_pages()
    legacy(ana)
    page = post(signed_in(ana), htmx=True, version="1", bio="New").content.decode()
    assert "directory-preview" not in page


def test_a_hidden_entry_is_told_with_its_reason_while_there_is_a_directory(ana: Contact) -> None:
    list_me(ana)
    hide_entry(ana.id, reason="Please leave the price list out.", by=DEE)
    page = settings_page(ana)
    assert "Your directory entry is hidden." in page
    assert "Please leave the price list out." in page
    assert "Dee Owner" not in page
    build_with_legacy_pages()
    legacy(ana)
    assert "entry is hidden" not in settings_page(ana)


def test_hostile_text_prints_as_text(ana: Contact) -> None:
    client = signed_in(ana)
    assert post(client, bio='"></textarea><script>alert(1)</script>', location="<b>x</b>").status_code == 302
    page = client.get("/settings/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
