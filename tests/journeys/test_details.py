"""A customer puts their details right once, and receipts of years ago follow: the main round."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.browsing import Visitor, expect
from tests.journeys.conftest import Visitors

SAVED = re.compile(r"Saved at \d\d:\d\d\. Your receipts, past ones too, now show this\.")
NEW_NAME = "Amaryllis van der Nieuwenhuis"
TAX_ID = "NL000099998B57"


@pytest.mark.parametrize(
    "how",
    [{}, {"width": 390}, {"java_script_enabled": False}],
    ids=["wide", "phone", "without-script"],
)
def test_details_put_right_once_show_on_a_receipt_of_three_years_ago(
    visitor: Visitors, customer: str, how: dict[str, Any]
) -> None:
    ana = visitor(**how)
    ana.sign_in(customer)
    expect(ana.heading("Your library")).to_be_visible()
    ana.use_menu("Settings")
    old_name = ana.field("Full name").input_value()
    put_right(ana, scripted=how.get("java_script_enabled", True))

    ana.use_menu("Purchase history")
    ana.open_oldest_receipt()
    sheet = ana.page.get_by_role("article").first
    for line in (NEW_NAME, TAX_ID, "1600 Pennsylvania Street", "Portland, OR 97201"):
        expect(sheet).to_contain_text(line)
    expect(sheet).not_to_contain_text(old_name)
    expect(ana.page.get_by_text("name, tax ID, address", exact=False).first).to_be_visible()
    assert re.search(r"20\d\d", sheet.inner_text())
    printed = ana.download("Download PDF")
    assert NEW_NAME in printed
    assert TAX_ID in printed
    assert old_name not in printed

    versions = ana.page.locator("#versions")
    versions.get_by_role("link", name="View version 1").click()
    expect(sheet).to_contain_text(old_name)
    expect(sheet).not_to_contain_text(NEW_NAME)
    assert old_name in ana.download("Download PDF")


def put_right(ana: Visitor, *, scripted: bool) -> None:
    """Name, tax ID and address in one save; the fields follow the countries."""
    ana.field("Full name").fill(NEW_NAME)
    ana.field("Country of the tax ID").select_option("NL")
    ana.field("Country").select_option("US")
    if not scripted:
        ana.button("Show the fields of this country").click()
    expect(ana.field("ZIP code")).to_be_visible()
    expect(ana.field("Type")).to_contain_text("VAT number")
    expect(ana.field("Full name")).to_have_value(NEW_NAME)
    ana.field("Tax ID").fill(TAX_ID.lower())
    ana.field("Address line 1").fill("1600 Pennsylvania Street")
    ana.field("Address line 2").fill("")
    ana.field("City").fill("Portland")
    ana.field("State").select_option("OR")
    ana.field("ZIP code").fill("97201")
    if scripted:
        expect(ana.page.locator("#contact").get_by_text("Not saved yet")).to_be_visible()
    ana.save_contact()
    expect(ana.saved()).to_have_text(SAVED)
    expect(ana.field("Tax ID")).to_have_value(TAX_ID)
    expect(ana.page.get_by_text("Format and check digit right")).to_be_visible()


def test_a_name_of_any_script_and_with_signs_of_html_prints_as_it_was_typed(visitor: Visitors, customer: str) -> None:
    name = 'ليلى O\'Brien <b>bold</b> & "co"'
    leila = visitor()
    leila.sign_in(customer)
    leila.use_menu("Settings")
    leila.field("Full name").fill(name)
    leila.save_contact()
    expect(leila.saved()).to_have_text(SAVED)
    expect(leila.field("Full name")).to_have_value(name)
    assert leila.page.locator("b", has_text="bold").count() == 0
    leila.page.reload()
    leila.use_menu("Purchase history")
    leila.open_oldest_receipt()
    expect(leila.page.get_by_role("article").first).to_contain_text(name)
    leila.look_around()
    printed = leila.download("Download PDF")
    assert "O'Brien <b>bold</b>" in printed
    assert set("ليلى") <= set(printed), "each letter is there; the reader of PDFs shuffles joined-up scripts"
    leila.go("/library/")
    leila.sees(name)


def test_what_is_wrong_is_told_at_the_field_and_everything_typed_stays(visitor: Visitors, customer: str) -> None:
    ana = visitor(390)
    ana.sign_in(customer)
    ana.go("/settings/")
    ana.choose("Country of the tax ID", "NL")
    expect(ana.field("Type")).to_contain_text("VAT number")
    ana.field("Full name").fill("   ")
    ana.field("Tax ID").fill("NL000099998B75")
    ana.save_contact()
    refusal = ana.page.get_by_role("alert")
    expect(refusal).to_be_focused()
    expect(ana.field("Tax ID")).to_have_value("NL000099998B75")
    expect(ana.field("Full name")).to_have_attribute("aria-invalid", "true")
    ana.look_around()
    refusal.get_by_role("link").last.click()
    expect(ana.field("Tax ID")).to_be_focused()
    ana.page.evaluate("document.querySelectorAll('form').forEach(form => delete form.dataset.dirty)")
    ana.page.reload()
    expect(ana.field("Tax ID")).to_have_value("")


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_enter_in_a_field_saves_also_after_a_refusal(visitor: Visitors, customer: str, scripted: bool) -> None:
    ana = visitor(1280, java_script_enabled=scripted)
    ana.sign_in(customer)
    ana.go("/settings/")
    refused = ana.page.get_by_text("Write your name, as it should stand on your receipts.").first
    for name in ("  ", "   "):
        ana.field("Full name").fill(name)
        ana.field("Full name").press("Enter")
        expect(refused).to_be_visible()
    ana.field("Full name").fill("Ana Enter")
    ana.field("Full name").press("Enter")
    expect(ana.page.get_by_text("Your receipts, past ones too, now show this.")).to_be_visible()


def test_leaving_with_unsaved_words_asks_first(visitor: Visitors, customer: str) -> None:
    ana = visitor()
    ana.sign_in(customer)
    ana.go("/settings/")
    asked: list[str] = []
    ana.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    ana.field("Company").click()
    ana.field("Company").press_sequentially("Kiln")
    ana.link("Library").first.click()
    ana.page.wait_for_url("**/library/")
    assert asked == ["beforeunload"]


def test_two_tabs_the_older_save_is_refused_and_shows_both_values(visitor: Visitors, customer: str) -> None:
    one = visitor()
    one.sign_in(customer)
    one.go("/settings/")
    two = Visitor(one.page.context.new_page())
    two.go("/settings/")
    one.field("Company").fill("First Kiln")
    one.save_contact()
    expect(one.saved()).to_have_text(SAVED)

    two.field("Company").fill("Second Kiln")
    two.save_contact()
    two.sees("Not saved yet: this was changed while you were typing.")
    difference = two.page.locator("#id_company-diff")
    expect(difference).to_contain_text("First Kiln")
    expect(difference).to_contain_text("Second Kiln")
    expect(two.field("Company")).to_have_value("Second Kiln")
    two.look_around()
    two.save_contact()
    expect(two.saved()).to_have_text(SAVED)
    one.page.reload()
    expect(one.field("Company")).to_have_value("Second Kiln")
