"""Being in the directory: only by choice, gone at once, hidden by the team with a reason, found by what it shows."""

from __future__ import annotations

import pytest
from django.db import connection

from portico.core.history import Actor
from portico.core.history.models import Entry as HistoryEntry
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import change_choice, hide_entry, remove_entry, restore_entry
from portico.domain.directory.errors import InvalidReason, NamelessEntry, StaleEntry
from portico.domain.directory.lists import entry_page
from portico.domain.directory.models import Entry, SearchRow
from portico.domain.directory.queries import find_entry, is_offered
from portico.domain.directory.search import count_out_of_step, refresh_entries, reindex
from portico.domain.site.models import BuiltWith, Site
from portico.workflows import change_social_profile
from tests import cast
from tests.domain.directory.people import DEE, list_me
from tests.racing import in_threads
from tests.selling import rename

pytestmark = pytest.mark.django_db


def names(query: str = "") -> list[str]:
    return [entry.contact.full_name for entry in entry_page(query).entries]


def test_nobody_is_in_it_who_did_not_choose_it(ana: Contact, ben: Contact) -> None:
    assert names() == []
    entry = find_entry(ana.id)
    assert (entry.is_listed, entry.shows_links, entry.version) == (False, False, 0)
    list_me(ana)
    assert names() == ["Ana Lima"]
    assert HistoryEntry.objects.get(verb="directory.choice_changed").facts == {"fields": ["is_listed"]}


def test_it_is_offered_only_with_the_website_builder(site: Site) -> None:
    assert is_offered(site)
    assert not is_offered(Site(built_with=BuiltWith.LEGACY))


def test_links_are_shown_only_by_choice(ana: Contact) -> None:
    list_me(ana, bio="Clay", instagram="ana")
    assert entry_page().entries[0].card.links == ()
    change_choice(ana.id, is_listed=True, shows_links=True, expected_version=1, by=Actor("customer", ana.id))
    assert [link.url for link in entry_page().entries[0].card.links] == ["https://www.instagram.com/ana"]


def test_opting_out_is_at_once_and_everywhere(ana: Contact) -> None:
    list_me(ana, bio="Wood firing")
    assert names("firing") == ["Ana Lima"]
    assert remove_entry(ana.id, by=Actor("customer", ana.id))
    assert names() == names("firing") == names("lima") == names("a") == []
    assert not SearchRow.objects.exists()
    assert find_entry(ana.id).sort_name == ""
    assert not remove_entry(ana.id, by=Actor("customer", ana.id)), "a repeat is quiet"
    assert HistoryEntry.objects.filter(verb="directory.choice_changed").count() == 2


def test_a_choice_on_an_old_version_is_refused_and_the_same_again_is_not(ana: Contact) -> None:
    by = Actor("customer", ana.id)
    list_me(ana)
    assert change_choice(ana.id, is_listed=True, shows_links=False, expected_version=0, by=by).version == 1
    with pytest.raises(StaleEntry):
        change_choice(ana.id, is_listed=False, shows_links=True, expected_version=0, by=by)
    assert find_entry(ana.id).is_listed


def test_nobody_is_listed_without_a_name(site: Site) -> None:
    nameless = cast.contact("no", "X")
    Contact.objects.filter(id=nameless.id).update(full_name="", sort_name="no@example.org")
    with pytest.raises(NamelessEntry):
        list_me(nameless)
    Contact.objects.filter(id=nameless.id).update(full_name="X")
    list_me(nameless)
    Contact.objects.filter(id=nameless.id).update(full_name="")
    refresh_entries([nameless.id])
    assert names("no") == names("no@example.org") == [], "an address is nothing to be found by"


def test_a_new_name_and_a_new_bio_are_found_at_once_and_the_old_ones_not(ana: Contact, ben: Contact) -> None:
    list_me(ben)
    list_me(ana, bio="Wood firing", location="Harlingen")
    assert names() == ["Ana Lima", "Ben Okafor"]
    rename(ana, full_name="Zoë Costa")
    assert names() == ["Ben Okafor", "Zoë Costa"]
    assert names("zoe") == names("costa") == ["Zoë Costa"]
    assert names("lima") == []
    by = Actor("customer", ana.id)
    change_social_profile.run(ana.id, typed={"bio": "Soda kiln"}, expected_version=1, by=by)
    assert names("soda") == ["Zoë Costa"]
    assert names("wood") == names("harlingen") == []


@pytest.mark.parametrize("query", ["example.org", "ana@example", "atelier", "NL0000", "crm-1", "@anaklei"])
def test_what_an_entry_does_not_show_does_not_find_it(ana: Contact, query: str) -> None:
    rename(ana, company="Atelier Oost", tax_country="NL", tax_kind="eu_vat", tax_number="NL000099998B57")
    Contact.objects.filter(id=ana.id).update(external_id="crm-1")
    list_me(ana, instagram="anaklei")
    assert names(query) == []


@pytest.mark.parametrize(
    ("name", "bio", "query"),
    [
        ("Björn Süßmann", "", "SÜSS"),
        ("Ana Lima", "Agnès fires clay", "agnes"),
        ("Ana Lima", "Wood\n\nfiring", "wood firing"),
        ("Ana Lima", "potter", "lima pott"),
        ("天谷 健二郎", "", "天谷"),
        ("Ana Lima", "灰釉を使う", "灰釉"),
        ("Ana Lima", "", "an"),
        ("Ana Lima", "50% ash", "50%"),
    ],
)
def test_any_part_in_any_script_is_found(site: Site, name: str, bio: str, query: str) -> None:
    list_me(cast.contact("one", name), bio=bio)
    list_me(cast.contact("two", "Zed Zulu"), bio="nothing of it")
    assert names(query) == [name]


def test_what_the_team_hides_is_gone_with_a_reason_until_it_is_restored(ana: Contact) -> None:
    list_me(ana, bio="Price list: 10")
    hide_entry(ana.id, reason=" No price lists, please. ", by=DEE)
    assert names() == names("price") == names("lima") == names("a") == []
    entry = find_entry(ana.id)
    assert (entry.is_listed, entry.hidden_reason, entry.hidden_by) == (True, "No price lists, please.", "Dee Owner")
    by = Actor("customer", ana.id)
    change_social_profile.run(ana.id, typed={"bio": "Clay"}, expected_version=1, by=by)
    remove_entry(ana.id, by=by)
    change_choice(ana.id, is_listed=True, shows_links=False, expected_version=2, by=by)
    assert names() == names("clay") == [], "going out and in again does not bring it back"
    restore_entry(ana.id, by=DEE)
    assert names() == names("clay") == names("lima") == ["Ana Lima"]
    assert find_entry(ana.id).hidden_reason == ""
    verbs = HistoryEntry.objects.filter(verb__startswith="directory.entry").order_by("at", "id")
    assert [each.verb for each in verbs] == ["directory.entry_hidden", "directory.entry_restored"]


def test_hiding_and_restoring_twice_is_one_change_and_a_new_reason_is_another(ana: Contact) -> None:
    list_me(ana)
    hide_entry(ana.id, reason="One", by=DEE)
    since = find_entry(ana.id).hidden_at
    hide_entry(ana.id, reason="One", by=DEE)
    assert HistoryEntry.objects.filter(verb="directory.entry_hidden").count() == 1
    hide_entry(ana.id, reason="Two", by=DEE)
    assert HistoryEntry.objects.filter(verb="directory.entry_hidden").count() == 2
    assert find_entry(ana.id).hidden_at == since
    restore_entry(ana.id, by=DEE)
    restore_entry(ana.id, by=DEE)
    assert HistoryEntry.objects.filter(verb="directory.entry_restored").count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * 301, "a\u202eb"])
def test_a_reason_must_be_one_that_can_be_read(ana: Contact, reason: str) -> None:
    list_me(ana)
    with pytest.raises(InvalidReason):
        hide_entry(ana.id, reason=reason, by=DEE)
    assert names() == ["Ana Lima"]


def test_who_is_not_listed_cannot_be_hidden(ana: Contact) -> None:
    with pytest.raises(Entry.DoesNotExist):
        hide_entry(ana.id, reason="No", by=DEE)


def test_the_index_can_be_written_anew(ana: Contact, ben: Contact, dee: Contact) -> None:
    for who in (ana, ben, dee):
        list_me(who)
    hide_entry(dee.id, reason="No", by=DEE)
    assert count_out_of_step() == 0
    SearchRow.objects.filter(contact=ana)._raw_delete("default")
    assert count_out_of_step() == 1
    assert reindex() == 2
    assert count_out_of_step() == 0
    assert names("lima") == ["Ana Lima"]
    assert names("owner") == []


@pytest.mark.django_db(transaction=True)
def test_a_new_name_and_a_first_listing_at_once_agree(ana: Contact) -> None:
    from django.db import transaction

    def rename_slowly() -> None:
        with transaction.atomic():
            rename(ana, full_name="Zed Zulu")
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")

    came = in_threads(2, lambda number: list_me(ana) if number else rename_slowly())
    assert [each for each in came if isinstance(each, Exception)] == []
    assert names("zulu") == names() == ["Zed Zulu"]
    assert names("lima") == []
