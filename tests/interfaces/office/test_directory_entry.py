"""The team hides an entry of the directory with a reason, shows it again, and chooses what the pages are built with."""

from __future__ import annotations

from typing import Any

import pytest

from portico.core.history.models import Entry as HistoryEntry
from portico.domain.contacts.models import Contact
from portico.domain.directory.models import Entry
from portico.domain.site.models import BuiltWith, Site
from portico.domain.team.models import Role
from tests import cast
from tests.cast import signed_in
from tests.domain.directory.people import list_me

pytestmark = pytest.mark.django_db


def hide(who: Contact, whose: Contact, reason: str = "No price lists", **more: Any) -> Any:
    headers = more.pop("headers", {})
    return signed_in(who).post(
        f"/office/contacts/{whose.id}/directory-entry/", {"reason": reason} | more, headers=headers
    )


def page_of(who: Contact, whose: Contact) -> str:
    return signed_in(who).get(f"/office/contacts/{whose.id}/").content.decode()


def test_hiding_needs_a_reason_is_seen_and_is_taken_back(ana: Contact, dee: Contact) -> None:
    list_me(ana, bio="Wood firing")
    assert "Hide this entry" in page_of(dee, ana)
    refused = hide(dee, ana, " ")
    assert refused.status_code == 422
    assert "Write a reason." in refused.content.decode()
    answer = hide(dee, ana)
    assert answer.headers["Location"] == f"/office/contacts/{ana.id}/#directory-entry"
    page = page_of(dee, ana)
    assert "They read this reason:" in page
    assert "No price lists" in page
    assert "Directory entry hidden" in page
    assert "By Dee Owner, the team" in page
    assert Entry.objects.get().hidden_at
    hide(dee, ana, do="restore")
    assert "Hide this entry" in page_of(dee, ana)
    assert "Directory entry shown again" in page_of(dee, ana)
    assert Entry.objects.get().hidden_at is None


def test_htmx_gets_the_section_alone(ana: Contact, dee: Contact) -> None:
    list_me(ana)
    for reason, status in (("", 422), ("No price lists", 200)):
        answer = hide(dee, ana, reason, headers={"HX-Request": "true"})
        assert answer.status_code == status
        assert "<html" not in answer.content.decode()
        assert 'id="directory-entry"' in answer.content.decode()


def test_who_is_not_listed_has_nothing_to_hide(ana: Contact, dee: Contact) -> None:
    assert "Not listed." in page_of(dee, ana)
    assert "Hide this entry" not in page_of(dee, ana)
    assert hide(dee, ana).status_code == 404
    assert hide(dee, ana, do="restore").status_code == 404


@pytest.mark.parametrize(("role", "status"), [(Role.MANAGER, 302), (Role.SUPPORT, 302), (Role.READ_ONLY, 403)])
def test_only_who_edits_contacts_hides(ana: Contact, role: Role, status: int) -> None:
    list_me(ana)
    member = cast.owner("mem", "Mem Ber", role)
    assert hide(member, ana).status_code == status
    assert bool(Entry.objects.get().hidden_at) is (status == 302)
    assert ("Hide this entry" in page_of(member, ana)) is False


def test_customers_hide_nobody(ana: Contact, ben: Contact) -> None:
    list_me(ana)
    assert hide(ben, ana).status_code == 404
    assert hide(ana, ana).status_code == 404
    assert Entry.objects.get().hidden_at is None


def test_what_a_customer_wrote_prints_as_text(ana: Contact, dee: Contact) -> None:
    list_me(ana, bio="<script>alert(1)</script>")
    hide(dee, ana, "<b>bold</b>")
    for page in (page_of(dee, ana), signed_in(ana).get("/settings/").content.decode()):
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def test_history_reads_a_choice_in_words(ana: Contact, dee: Contact) -> None:
    list_me(ana, instagram="ana")
    page = page_of(dee, ana)
    assert "Choice about the customer directory changed" in page
    assert "Listed in the customer directory" in page
    assert "Social profile changed" in page
    assert "Instagram" in page


def save_pages(who: Contact, **sent: str) -> Any:
    client = signed_in(who)
    page = client.get("/office/site/").content.decode()
    form = page[page.index('action="/office/site/pages/"') :]
    version = form[form.index('name="version" value="') + 22 :].split('"')[0]
    return client.post("/office/site/pages/", {"version": version, "has_user_menu": "on"} | sent)


def test_the_owner_chooses_what_pages_are_built_with_and_sees_whom_it_concerns(ana: Contact, dee: Contact) -> None:
    list_me(ana)
    client = signed_in(dee)
    page = client.get("/office/site/").content.decode()
    for words in ("Pages are built with", "Website Builder", "Legacy pages", "1 has.", "1 entry is not shown"):
        assert words in page
    assert save_pages(dee, built_with="legacy").headers["Location"] == "/office/site/#pages"
    assert Site.objects.get().built_with == BuiltWith.LEGACY
    assert Site.objects.get().has_user_menu
    entry = HistoryEntry.objects.get(verb="site.changed")
    assert entry.facts == {"fields": ["built_with"]}
    assert save_pages(dee, built_with="website_builder").status_code == 302
    assert Entry.objects.get().is_listed, "choices are kept"


def test_an_unknown_way_of_building_is_refused(dee: Contact) -> None:
    answer = save_pages(dee, built_with="wix")
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.content.decode()
    assert Site.objects.get().built_with == BuiltWith.WEBSITE_BUILDER


def test_removing_the_user_menu_on_the_way_keeps_what_was_chosen(dee: Contact) -> None:
    answer = save_pages(dee, built_with="legacy", has_user_menu="")
    assert answer.headers["Location"] == "/office/site/user-menu/?built_with=legacy"
    page = signed_in(dee).get(answer.headers["Location"]).content.decode()
    assert 'name="built_with" value="legacy"' in page
    assert save_pages(dee, built_with="legacy", has_user_menu="", confirmed="yes").status_code == 302
    assert (Site.objects.get().built_with, Site.objects.get().has_user_menu) == (BuiltWith.LEGACY, False)


def test_a_form_without_the_choice_leaves_it(dee: Contact) -> None:
    Site.objects.update(built_with=BuiltWith.LEGACY)
    assert save_pages(dee, has_user_menu="", confirmed="yes").status_code == 302
    assert Site.objects.get().built_with == BuiltWith.LEGACY


def test_a_stale_choice_shows_what_is_saved_now_in_words(dee: Contact) -> None:
    client = signed_in(dee)
    Site.objects.update(built_with=BuiltWith.LEGACY)
    sent = {"version": "old", "has_user_menu": "on", "built_with": "website_builder"}
    answer = client.post("/office/site/pages/", sent)
    assert answer.status_code == 409
    assert "<bdi>Legacy pages</bdi>" in answer.content.decode()
    assert Site.objects.get().built_with == BuiltWith.LEGACY
