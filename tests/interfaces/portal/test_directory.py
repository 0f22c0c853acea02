"""The customer directory: who sees it, what it shows and what not, and the way in and out of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portico.core.history.models import Entry as HistoryEntry
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import hide_entry
from portico.domain.directory.models import Entry
from portico.domain.profiles.models import Avatar
from portico.domain.site.models import BuiltWith, Site
from tests.cast import signed_in
from tests.domain.directory.people import DEE, list_me, many
from tests.interfaces.portal.test_social import build_with_legacy_pages

pytestmark = pytest.mark.django_db


def seen(who: Contact, query: str = "") -> str:
    answer = signed_in(who).get("/directory/", {"q": query} if query else {})
    assert answer.status_code == 200
    return answer.content.decode()


def choose(client: Client, *, listed: bool = True, links: bool = False, version: int = 0, htmx: bool = False) -> Any:
    sent = {"version": str(version)} | ({"listed": "on"} if listed else {}) | ({"links": "on"} if links else {})
    return client.post("/settings/directory/", sent, headers={"HX-Request": "true"} if htmx else {})


def test_it_is_for_people_who_are_signed_in(ana: Contact, dee: Contact) -> None:
    list_me(ana)
    answer = Client().get("/directory/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=%2Fdirectory%2F")
    assert "Ana Lima" in seen(dee)


def test_an_entry_shows_name_place_bio_and_chosen_links_and_no_address(ana: Contact, ben: Contact) -> None:
    list_me(ana, shows_links=True, bio="Wood firing", location="Harlingen", instagram="ana", website="ana.example")
    page = seen(ben)
    for words in (
        "Ana Lima",
        "Wood firing",
        "Harlingen",
        'href="https://www.instagram.com/ana"',
        'href="https://ana.example"',
    ):
        assert words in page
    assert "Ana Lima, Instagram" in page
    assert page.count('rel="nofollow noopener noreferrer"') == 2
    assert "ana@example.org" not in page
    assert "mailto:ana" not in page
    people = page[page.index('<div id="people">') : page.index("</main>")]
    assert "@" not in people


def test_links_that_were_not_chosen_are_not_there(ana: Contact, ben: Contact) -> None:
    list_me(ana, instagram="anaklei")
    assert "anaklei" not in seen(ben)


def test_a_picture_is_shown_where_there_is_one(ana: Contact, ben: Contact) -> None:
    list_me(ana)
    assert ">AL</span>" in seen(ben)
    Avatar.objects.create(contact=ana, token="t" * 43)
    assert "t" * 43 in seen(ben)


def test_the_header_leads_there_only_while_it_is_offered(ana: Contact) -> None:
    client = signed_in(ana)
    assert 'href="/directory/"' in client.get("/library/").content.decode()
    build_with_legacy_pages()
    assert 'href="/directory/"' not in client.get("/library/").content.decode()


def test_legacy_pages_take_all_of_it_away_and_keep_the_choices(ana: Contact, ben: Contact) -> None:
    list_me(ana, bio="Wood firing")
    build_with_legacy_pages()
    client = signed_in(ana)
    assert signed_in(ben).get("/directory/").status_code == 404
    assert signed_in(ben).get("/directory/", {"q": "wood"}).status_code == 404
    page = client.get("/settings/").content.decode()
    assert 'id="directory"' not in page
    assert "#directory" not in page
    assert choose(client, listed=False, version=1).status_code == 404
    assert client.post("/directory/my-entry/removal/").status_code == 404
    Site.objects.update(built_with=BuiltWith.WEBSITE_BUILDER)
    assert "Ana Lima" in seen(ben, "wood")


def test_settings_start_with_both_switches_off(ana: Contact) -> None:
    page = signed_in(ana).get("/settings/").content.decode()
    for label in ("List me in the customer directory", "Include my social links"):
        assert f">{label}</label>" in page
    assert ">Save directory choice</button>" in page
    section = page[page.index('<form class="section" id="directory"') :]
    section = section[: section.index("</form>")]
    assert not re.search(r"<input[^>]*checked", section)
    assert re.search(r'id="directory-preview"[^>]*hidden', section)
    assert re.search(r'data-when="!id_listed">You are not listed', section)


def test_choosing_it_lists_and_the_preview_shows_it(ana: Contact, ben: Contact) -> None:
    client = signed_in(ana)
    assert choose(client, links=True).headers["Location"] == "/settings/#directory"
    page = client.get("/settings/").content.decode()
    assert "Saved at" in page
    assert not re.search(r'id="directory-preview"[^>]*hidden', page)
    assert "Ana Lima" in seen(ben)
    assert "You are listed, with your social links." in seen(ana)
    part = choose(client, links=False, version=1, htmx=True).content.decode()
    assert "<html" not in part
    assert "Saved at" in part
    assert "You are listed, without your social links." in seen(ana)


def test_without_a_name_nobody_is_listed(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(full_name="")
    answer = choose(signed_in(ana))
    assert answer.status_code == 422
    assert "Write your full name first" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_stale_choice_shows_both_values_and_can_be_sent_again(ana: Contact) -> None:
    client = signed_in(ana)
    choose(client, links=True)
    refused = choose(client, listed=False, links=True, version=0)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Now saved:" in page
    assert 'name="version" value="1"' in page
    assert Entry.objects.get().is_listed
    assert choose(client, listed=False, links=True, version=1).status_code == 302
    assert not Entry.objects.get().is_listed


def test_a_double_click_chooses_once(ana: Contact) -> None:
    client = signed_in(ana)
    assert [choose(client).status_code, choose(client).status_code] == [302, 302]
    assert HistoryEntry.objects.filter(verb="directory.choice_changed").count() == 1


@pytest.mark.parametrize("has_menu", [True, False])
def test_ones_own_entry_is_removed_from_the_page_itself(ana: Contact, ben: Contact, has_menu: bool) -> None:
    list_me(ana, bio="Wood firing")
    Site.objects.update(has_user_menu=has_menu)
    client = signed_in(ana)
    page = seen(ana)
    assert "Remove my entry" in page
    assert ("/settings/#directory" in page) is has_menu, "no link to what is closed"
    assert "Remove my entry" not in seen(ben)
    answer = client.post("/directory/my-entry/removal/", follow=True)
    assert "Your entry is removed." in answer.content.decode()
    assert "Ana Lima" not in seen(ben)
    assert "Ana Lima" not in seen(ben, "wood")
    assert client.post("/directory/my-entry/removal/").status_code == 302
    assert Entry.objects.get().is_listed is False


def test_nobody_removes_another_ones_entry(ana: Contact, ben: Contact) -> None:
    list_me(ana)
    sent = {"contact_id": str(ana.id), "id": str(ana.id)}
    assert signed_in(ben).post("/directory/my-entry/removal/", sent).status_code == 302
    assert Entry.objects.get().is_listed


def test_a_hidden_entry_is_seen_by_nobody_and_its_owner_is_told(ana: Contact, ben: Contact, dee: Contact) -> None:
    list_me(ana, bio="Wood firing")
    hide_entry(ana.id, reason="No price lists", by=DEE)
    for who in (ben, dee):
        assert "Ana Lima" not in seen(who)
        assert "Ana Lima" not in seen(who, "wood")
    page = seen(ana)
    assert "No price lists" in page
    assert "Wood firing" not in page
    assert "Remove my entry" in page


@pytest.mark.parametrize(
    "query", ["ana@example.org", "example.org", "%", "_", '"', "' OR 1=1", "NEAR(a b)", "*", "\\", "x" * 5000, "a\x00b"]
)
def test_a_hostile_search_finds_nobody_and_breaks_nothing(ana: Contact, query: str) -> None:
    list_me(ana, bio="Wood firing")
    page = seen(ana, query)
    people = page[page.index('<div id="people">') : page.index("</main>")]
    assert "Wood firing" not in people


def test_a_search_with_script_in_it_prints_as_text(ana: Contact) -> None:
    assert "<script>alert" not in seen(ana, "<script>alert(1)</script>")


def test_hostile_profiles_print_as_text(ana: Contact, ben: Contact) -> None:
    list_me(
        ana, shows_links=True, bio="<script>alert(1)</script>", location='"><b>x', website='https://a.example/"><b>'
    )
    page = seen(ben)
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_htmx_gets_the_list_alone(ana: Contact) -> None:
    list_me(ana)
    answer = signed_in(ana).get(
        "/directory/", {"q": "ana"}, headers={"HX-Request": "true", "HX-Request-Type": "partial"}
    )
    page = answer.content.decode()
    assert "<html" not in page
    assert "Ana Lima" in page


def test_pages_follow_each_other_by_keys_that_name_nobody(ana: Contact) -> None:
    many(60)
    client, address, names = signed_in(ana), "/directory/?q=wood", []
    while address:
        page = client.get(address).content.decode()
        names += re.findall(r"<bdi>(Person \d+)</bdi>", page)
        found = re.search(r'<a href="([^"]+)" rel="next">', page)
        address = found[1].replace("&amp;", "&") if found else ""
        assert re.fullmatch(r"/directory/\?q=wood&after=[0-9a-f-]{36}", address) or not address
    assert names == [f"Person {number:05}" for number in range(60)]


@pytest.mark.parametrize("key", ["x", "1", "' OR 1", "00000000-0000-7000-8000-000000000001"])
def test_a_key_of_nobody_is_the_first_page(ana: Contact, key: str) -> None:
    list_me(ana)
    for name in ("after", "before"):
        assert "Ana Lima" in signed_in(ana).get("/directory/", {name: key}).content.decode()


def test_ten_thousand_people_cost_as_many_statements_as_three(ana: Contact) -> None:
    client = signed_in(ana)

    def statements(**asked: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert "Person 00001" in client.get("/directory/", asked).content.decode()
        return len(captured)

    many(3)
    client.get("/directory/")
    few = [statements(), statements(q="wood fire person"), statements(q="pe")]
    Contact.objects.filter(email__startswith="p0").delete()
    many(10_000)
    assert [statements(), statements(q="wood fire person"), statements(q="pe")] == few
    assert max(few) <= 8
