"""A customer writes about themselves, lists themselves, is found by others, is hidden, and takes themselves out."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import OWNER, expect
from tests.journeys.conftest import Visitors


def test_a_customer_is_found_hidden_and_gone_again(visitor: Visitors, customer: str) -> None:
    ana = visitor()
    ana.sign_in(customer)
    ana.go("/settings/")
    name = ana.field("Full name").input_value()
    preview = ana.page.locator("#directory-preview")
    expect(preview).to_be_hidden()
    expect(ana.page.get_by_text("You are not listed.")).to_be_visible()

    ana.field("Instagram").fill("https://facebook.com/ana")
    ana.field("Bio").fill("Quiet porcelain, loud glazes")
    expect(ana.page.get_by_text("572 characters left")).to_be_visible()
    ana.button("Save social profile").click()
    ana.sees("This is an address of another site.")
    expect(ana.field("Bio")).to_have_value("Quiet porcelain, loud glazes")
    ana.look_around()
    ana.field("Instagram").fill("https://www.instagram.com/Quiet.Porcelain/")
    ana.button("Save social profile").click()
    expect(ana.page.locator("#social .section-foot .saved")).to_contain_text("Saved at")
    expect(ana.field("Instagram")).to_have_value("quiet.porcelain")

    ana.field("List me in the customer directory").check()
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("Quiet porcelain, loud glazes")
    links = preview.locator(".social-links")
    expect(links).to_be_hidden()
    ana.field("Include my social links").check()
    expect(links).to_be_visible()
    ana.button("Save directory choice").click()
    expect(ana.page.locator("#directory .section-foot .saved")).to_contain_text("Saved at")
    expect(preview).to_be_visible()

    ben = visitor()
    ben.sign_in("ben@kittelsen.example")
    ben.link("Directory").first.click()
    ben.field("Search").fill("loud glaz")
    expect(ben.page.locator("#people li")).to_have_count(1)
    expect(ben.heading(name)).to_be_visible()
    assert "q=loud" in ben.page.url
    ben.look_around()

    dagny = visitor()
    dagny.sign_in(OWNER)
    dagny.go(f"/office/contacts/?q={customer}")
    dagny.link(name).click()
    dagny.button("Hide this entry").click()
    dagny.sees("Write a reason.")
    dagny.field("Reason for hiding").fill("Please leave out the loud ones.")
    dagny.button("Hide this entry").click()
    dagny.sees("They read your reason in their settings.")
    dagny.look_around(1280, 390)
    ben.page.reload()
    expect(ben.page.locator("#people")).to_contain_text("Nobody matches")

    ana.page.reload()
    ana.sees("Please leave out the loud ones.")
    ana.look_around()
    dagny.button("Show this entry again").click()
    dagny.sees("Shown again at")
    ana.go("/directory/")
    ana.sees("You are listed, with your social links.")
    ana.button("Remove my entry").click()
    ana.sees("Your entry is removed.")
    ana.look_around()
    ben.page.reload()
    expect(ben.page.locator("#people")).to_contain_text("Nobody matches")


def test_all_of_it_works_without_script(visitor: Visitors, customer: str) -> None:
    ana = visitor(java_script_enabled=False)
    ana.sign_in(customer)
    ana.go("/settings/")
    name = ana.field("Full name").input_value()
    ana.field("Bio").fill("No script, slow clay")
    ana.button("Save social profile").click()
    expect(ana.page.locator("#social .saved")).to_contain_text("Saved at")
    ana.field("List me in the customer directory").check()
    ana.button("Save directory choice").click()
    expect(ana.page.locator("#directory .saved")).to_contain_text("Saved at")
    expect(ana.page.locator("#directory-preview")).to_contain_text("No script, slow clay")
    ana.link("Open the customer directory").click()
    ana.field("Search").fill("slow clay")
    ana.button("Search").click()
    expect(ana.heading(f"{name} You")).to_be_visible()
    ana.button("Remove my entry").click()
    ana.sees("Your entry is removed.")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_owners_choice_takes_the_directory_away_and_brings_it_back(visitor: Visitors, width: int) -> None:
    dagny, ben = visitor(width), visitor(width)
    dagny.sign_in(OWNER)
    ben.sign_in("ben@kittelsen.example")

    def choose(label: str) -> None:
        dagny.go("/office/site/")
        dagny.page.get_by_role("radio", name=label).check()
        dagny.button("Save pages and user menu").click()
        expect(dagny.page.locator("#pages .saved")).to_contain_text("Saved at")

    try:
        choose("Legacy pages")
        assert ben.go("/directory/") == 404
        ben.go("/settings/")
        expect(ben.heading("Social profile")).to_have_count(0)
        expect(ben.heading("Customer directory")).to_have_count(0)
        expect(ben.page.locator("a[href='/directory/']")).to_have_count(0)
    finally:
        choose("Website Builder")
    assert ben.go("/directory/") == 200
