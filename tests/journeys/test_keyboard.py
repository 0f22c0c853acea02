"""The main round without a mouse: what has the focus can be seen, and nothing holds it."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import PASSWORD, Visitor, expect
from tests.journeys.conftest import Visitors

MOST_STEPS = 80
HAS_VISIBLE_FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none';
  return ring && box.bottom > 0 && box.top < innerHeight ? '' : document.activeElement.outerHTML.slice(0, 200);
}"""


def tab_to(person: Visitor, role: str, name: str) -> None:
    """Press Tab until that control has the focus; each stop on the way must show that it has it."""
    wanted = person.page.get_by_role(role, name=name, exact=True).and_(person.page.locator(":focus"))
    for _ in range(MOST_STEPS):
        person.page.keyboard.press("Tab")
        assert person.page.evaluate(HAS_VISIBLE_FOCUS) == ""
        if wanted.count():
            return
    raise AssertionError(f"no Tab leads to {role} {name}")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_main_round_by_keyboard_alone(visitor: Visitors, customer: str, width: int) -> None:
    ana = visitor(width)
    keys = ana.page.keyboard
    ana.go("/sign-in/")
    keys.press("Tab")
    expect(ana.link("Skip to content")).to_be_focused()
    tab_to(ana, "textbox", "Email")
    keys.type(customer)
    keys.press("Tab")
    expect(ana.field("Password")).to_be_focused()
    keys.type(PASSWORD)
    keys.press("Enter")
    ana.page.wait_for_url("**/library/")

    menu = ana.page.locator("#user-menu")
    while not menu.locator("summary:focus").count():
        keys.press("Tab")
        assert ana.page.evaluate(HAS_VISIBLE_FOCUS) == ""
    keys.press("Enter")
    expect(menu).to_have_attribute("open", "")
    keys.press("Tab")
    keys.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    keys.press("Space")
    tab_to(ana, "link", "Settings")
    keys.press("Enter")
    ana.page.wait_for_url("**/settings/")

    change_and_save(ana)
    ana.page.reload()
    expect(ana.field("Full name")).to_have_value("Ottoline Keys")

    tab_to(ana, "link", "Purchase history")
    keys.press("Enter")
    ana.page.wait_for_url("**/purchases/")
    while not ana.page.locator("a:focus", has_text="View").count():
        keys.press("Tab")
    keys.press("Enter")
    expect(ana.page.get_by_role("article").first).to_contain_text("Ottoline Keys")
    tab_to(ana, "link", "Download PDF")
    with ana.page.expect_download():
        keys.press("Enter")


def change_and_save(ana: Visitor) -> None:
    """A name, a country by arrow keys, whose fields come without taking the focus, and Save by Space."""
    keys = ana.page.keyboard
    tab_to(ana, "textbox", "Full name")
    keys.press("Control+a")
    keys.type("Ottoline Keys")
    tab_to(ana, "combobox", "Country of the tax ID")
    before = ana.field("Country of the tax ID").input_value()
    with ana.page.expect_response("**/settings/contact/fields/"):
        keys.press("ArrowDown")
    assert ana.field("Country of the tax ID").input_value() != before
    expect(ana.field("Country of the tax ID")).to_be_focused()
    with ana.page.expect_response("**/settings/contact/fields/"):
        keys.press("ArrowUp")
    expect(ana.field("Country of the tax ID")).to_be_focused()
    tab_to(ana, "button", "Save contact information")
    keys.press("Space")
    expect(ana.saved()).to_contain_text("Saved at")
