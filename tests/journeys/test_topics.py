"""The time zone is found by typing, topics are chosen, an announcement goes out, and one press stops the next."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browsing import OWNER, Visitor, expect
from tests.journeys.conftest import Visitors

TOPIC = "News and offers from Saltmarsh Clay"


def zone(person: Visitor) -> str:
    return person.page.locator("#id_time_zone").input_value()


def save(person: Visitor) -> None:
    with person.page.expect_response("**/settings/profile/"):
        person.button("Save profile").click()
    saved = person.page.locator("#profile .section-foot .saved")
    expect(saved).to_be_visible()
    expect(saved).to_contain_text("Saved at")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_city_is_found_by_typing_and_the_browsers_zone_is_only_offered(
    visitor: Visitors, customer: str, width: int
) -> None:
    ana = visitor(width, timezone_id="Asia/Calcutta")
    ana.sign_in(customer)
    ana.go("/settings/")
    ana.field("Time zone").select_option("")
    save(ana)
    offer = ana.page.locator("[data-browser-zone]")
    expect(offer).to_contain_text(re.compile("Your browser says Asia/(Calcutta|Kolkata)."))
    assert zone(ana) == "", "never set by itself"
    find = ana.page.get_by_label("Find a city or country")
    find.fill("sao pau")
    expect(ana.page.locator("#id_time_zone-found")).to_have_text("1 found. Choose one from the list.")
    assert zone(ana) == "", "what does not fit goes out of the list, not out of the choice"
    ana.look_around(width)
    find.fill("no such place")
    expect(ana.page.locator("#id_time_zone-found")).to_contain_text("No city or country of that name.")
    find.fill("calcutta")
    find.press("Enter")
    assert zone(ana) == "Asia/Kolkata"
    expect(find).to_have_value("")
    expect(ana.page.locator("#profile .unsaved")).to_be_visible()
    save(ana)
    expect(offer).to_have_count(0)
    ana.look_around(width)


def test_the_offer_is_taken_by_a_press(visitor: Visitors, customer: str) -> None:
    ana = visitor(timezone_id="Europe/Lisbon")
    ana.sign_in(customer)
    ana.go("/settings/")
    ana.field("Time zone").select_option("")
    save(ana)
    ana.button("Use it").click()
    assert zone(ana) == "Europe/Lisbon"
    save(ana)
    ana.page.reload()
    assert zone(ana) == "Europe/Lisbon"


def test_without_script_the_profile_is_saved_all_the_same(visitor: Visitors, customer: str) -> None:
    ana = visitor(390, java_script_enabled=False)
    ana.sign_in(customer)
    ana.go("/settings/")
    expect(ana.page.get_by_label("Find a city or country")).to_be_hidden()
    ana.field("Time zone").select_option("America/Sao_Paulo")
    before = ana.field(TOPIC).is_checked()
    ana.field(TOPIC).set_checked(not before)
    ana.button("Save profile").click()
    expect(ana.page.locator("#profile .section-foot .saved")).to_contain_text("Saved at")
    assert zone(ana) == "America/Sao_Paulo"
    assert ana.field(TOPIC).is_checked() is not before


def test_an_announcement_goes_out_and_its_link_stops_the_next(visitor: Visitors, customer: str) -> None:
    ana, dagny = visitor(), visitor()
    ana.sign_in(customer)
    ana.go("/settings/")
    ana.field(TOPIC).check()
    save(ana)

    dagny.sign_in(OWNER)
    dagny.go("/office/site/")
    row = dagny.page.locator("#topics li").filter(has_text=TOPIC)
    row.get_by_role("link", name="Write announcement").click()
    dagny.field("Subject").fill("Open days")
    dagny.button("Save and preview").click()
    expect(dagny.page.get_by_role("alert")).to_be_visible()
    dagny.look_around()
    dagny.field("Text").fill("Come by.\n\nPlaces: https://saltmarshclay.example/kiln")
    dagny.button("Save and preview").click()
    expect(dagny.heading("How it looks")).to_be_visible()
    dagny.look_around()
    dagny.page.get_by_role("button", name=re.compile(r"Send to \d+ people")).click()
    expect(dagny.page.locator("#progress")).to_contain_text(re.compile(r"Sent to \d+ people\."), timeout=30_000)
    expect(dagny.page.locator("#progress [value]")).to_have_count(0)
    dagny.look_around()

    nobody = visitor(390)
    nobody.open_mail(customer, "Open days")
    link = nobody.page.locator('article a[href*="/unsubscribe/"]')
    nobody.go(str(link.get_attribute("href")))
    expect(nobody.heading("Stop these emails?")).to_be_visible()
    nobody.look_around()
    nobody.button("Stop these emails").click()
    expect(nobody.heading("You no longer get these emails")).to_be_visible()
    nobody.look_around()
    ana.page.reload()
    assert not ana.field(TOPIC).is_checked()


def test_topics_are_kept_by_the_owner(visitor: Visitors) -> None:
    dagny = visitor()
    dagny.sign_in(OWNER)
    dagny.go("/office/site/")
    new = dagny.page.locator("#topics")
    new.get_by_label("Name").fill("Short lived")
    dagny.button("Add topic").click()
    expect(new).to_contain_text("Added. Customers find it in Settings.")
    dagny.button("Move Short lived up").click()
    expect(new).to_contain_text("Moved.")
    new.get_by_role("link", name="Edit Short lived").click()
    dagny.look_around()
    dagny.button("Archive this topic").click()
    expect(new).to_contain_text("Archived.")
    expect(new.get_by_text("Show 1 archived topic")).to_be_visible()
