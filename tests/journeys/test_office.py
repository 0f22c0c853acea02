"""The owner: finds what a customer changed, changes it back, and removes the user menu for a while."""

from __future__ import annotations

import re

import pytest

from tests.journeys.browsing import MIREILLE, OWNER, Visitor, expect
from tests.journeys.conftest import Visitors

MENU = "User menu on the Library page header"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_owner_sees_a_change_and_puts_it_back(visitor: Visitors, customer: str, width: int) -> None:
    ana, dagny = visitor(), visitor(width)
    ana.sign_in(customer)
    ana.go("/settings/")
    old = ana.field("Full name").input_value()
    new = f"Zephyrine {width} Kwiatkowska"
    ana.field("Full name").fill(new)
    ana.save_contact()
    expect(ana.saved()).to_contain_text("Saved at")

    dagny.sign_in(OWNER)
    dagny.field("Search").fill(f"ephyrine {width}")
    dagny.link(new).click()
    expect(dagny.heading(new)).to_be_visible()
    history = dagny.page.locator("#history")
    expect(history.locator("del").first).to_have_text(old)
    expect(history.locator("ins").first).to_have_text(new)
    expect(history.locator("li").first).to_contain_text("the customer")
    if width == 1280:
        dagny.look_around()

    dagny.link("Edit details").click()
    dagny.field("Full name").fill(old)
    dagny.button("Save details").click()
    dagny.sees("Their receipts, past ones too, now show this.")
    expect(history.locator("del").first).to_have_text(new)
    expect(history.locator("ins").first).to_have_text(old)
    expect(history.locator("li").first).to_contain_text("Dagny Voskuyl, the team")

    dagny.page.locator("#receipts").get_by_role("link").first.click()
    expect(dagny.page.get_by_role("article").first).to_contain_text(old)
    assert old in dagny.download("Download PDF")
    ana.page.reload()
    expect(ana.field("Full name")).to_have_value(old)


def test_without_the_user_menu_settings_are_closed_and_with_it_they_are_back(visitor: Visitors) -> None:
    dagny, mireille = visitor(), visitor(390)
    dagny.sign_in(OWNER)
    mireille.sign_in(MIREILLE)
    try:
        remove_menu(dagny)
        for address in ("/settings/", "/purchases/"):
            assert mireille.go(address) == 403
            mireille.sees("Settings are closed here")
        mireille.look_around()
        mireille.go("/library/")
        mireille.look_around()
        expect(mireille.page.locator("#user-menu")).to_have_count(0)
        expect(mireille.page.locator('a[href^="/settings/"], a[href^="/purchases/"]')).to_have_count(0)
        expect(mireille.button("Sign out")).to_be_visible()
        dagny.look_around(1280)
        assert dagny.go("/settings/") == 200, "the team keeps its own settings"
    finally:
        bring_menu_back(dagny)
    mireille.page.reload()
    mireille.use_menu("Settings")
    expect(mireille.heading("Contact information")).to_be_visible()


def remove_menu(dagny: Visitor) -> None:
    """Through the dialog, which says how many customers lose it; its way out changes nothing."""
    dagny.go("/office/site/")
    dagny.link("See what removing it does").click()
    dialog = dagny.page.get_by_role("dialog")
    expect(dialog).to_contain_text(re.compile(r"Remove the user menu for [\d,]+ customers\?"))
    dagny.look_around()
    dialog.get_by_role("link", name="Keep the user menu").click()
    expect(dialog).to_be_hidden()
    dagny.field(MENU).uncheck()
    dagny.sees("Saving asks you once more.")
    dagny.button("Save pages and user menu").click()
    dagny.page.get_by_role("button", name=re.compile(r"Remove for [\d,]+ customers")).click()
    dagny.page.wait_for_url("**/office/site/#pages")
    dagny.sees("Removed:")


def bring_menu_back(dagny: Visitor) -> None:
    dagny.go("/office/site/")
    dagny.field(MENU).check()
    dagny.button("Save pages and user menu").click()
    expect(dagny.link("See what removing it does")).to_be_visible()


def test_the_office_says_when_nobody_matches_and_finds_by_a_part(visitor: Visitors) -> None:
    dagny = visitor()
    dagny.sign_in(OWNER)
    dagny.field("Search").press_sequentially("zzqq nobody")
    dagny.sees("Nobody matches “zzqq nobody”")
    dagny.field("Search").fill("ireille oster")
    expect(dagny.link("Mireille Osterkamp")).to_be_visible()
    dagny.page.reload()
    expect(dagny.field("Search")).to_have_value("ireille oster")
