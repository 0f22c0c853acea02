"""A picture is chosen, cut with the keyboard and by dragging, saved, and seen in the user menu at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.browsing import Visitor, expect
from tests.journeys.conftest import Visitors
from tests.pictures import saved, stripes


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Red, white and blue side by side."""
    path = tmp_path / "photo.png"
    path.write_bytes(saved(stripes(side=400), "PNG"))
    return path


def open_settings(visitor: Visitors, email: str, **options: object) -> Visitor:
    ana = visitor(**options)  # type: ignore[arg-type]
    ana.sign_in(email)
    ana.go("/settings/")
    return ana


def middle_of(ana: Visitor, picture: str) -> list[int]:
    """The colour in the middle of a picture or a canvas of the page."""
    found: list[int] = ana.page.evaluate(
        """async selector => {
            const shown = document.querySelector(selector);
            if (shown.decode) await shown.decode();
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = 9;
            const brush = canvas.getContext('2d');
            brush.drawImage(shown, 0, 0, 9, 9);
            return [...brush.getImageData(4, 4, 1, 1).data.slice(0, 3)];
        }""",
        picture,
    )
    return found


def test_a_part_is_chosen_with_the_keyboard_and_seen_at_once(visitor: Visitors, customer: str, photo: Path) -> None:
    ana = open_settings(visitor, customer)
    expect(ana.field("Zoom")).to_be_hidden()
    ana.field("Upload a picture").set_input_files(photo)
    expect(ana.field("Zoom")).to_be_visible()
    assert min(middle_of(ana, "[data-avatar] canvas")) > 240, "the middle is white"
    ana.field("Left and right").focus()
    ana.page.keyboard.press("End")
    red, _green, blue = middle_of(ana, "[data-avatar] canvas")
    assert blue > red
    ana.field("Zoom").focus()
    ana.page.keyboard.press("PageUp")
    assert ana.field("Zoom").get_attribute("aria-valuetext") != "100 %"
    ana.look_around()
    ana.button("Save profile").click()
    expect(ana.page.locator("#profile .saved")).to_contain_text("Saved at")
    red, _green, blue = middle_of(ana, "#user-menu summary img")
    assert blue > red, "what was chosen is what was saved, and the menu shows it"
    ana.look_around()

    ana.field("Remove my picture and show my initials").check()
    expect(ana.page.get_by_text("After saving").last).to_be_visible()
    ana.button("Save profile").click()
    expect(ana.page.locator("#user-menu summary img")).to_have_count(0)


def test_dragging_moves_the_picture(visitor: Visitors, customer: str, photo: Path) -> None:
    ana = open_settings(visitor, customer, width=390)
    ana.field("Upload a picture").set_input_files(photo)
    canvas = ana.page.locator("[data-avatar] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + 10, box["y"] + box["height"] / 2
    ana.page.mouse.move(x, y)
    ana.page.mouse.down()
    ana.page.mouse.move(x + box["width"], y, steps=40)
    ana.page.mouse.up()
    red, _green, blue = middle_of(ana, "[data-avatar] canvas")
    assert red > blue, "one width to the right brings what was on the left"
    assert ana.field("Left and right").input_value() in ("0", "0.5")


def test_without_script_the_middle_is_taken(visitor: Visitors, customer: str, photo: Path) -> None:
    ana = open_settings(visitor, customer, java_script_enabled=False)
    expect(ana.field("Zoom")).to_be_hidden()
    ana.field("Upload a picture").set_input_files(photo)
    ana.button("Save profile").click()
    expect(ana.page.locator("#profile .saved")).to_contain_text("Saved at")
    expect(ana.page.locator("#user-menu summary img")).to_have_count(1)


def test_what_is_refused_is_told_where_it_was_chosen(visitor: Visitors, customer: str, tmp_path: Path) -> None:
    ana = open_settings(visitor, customer)
    for name, content, words in (
        ("page.html", b"<script>alert(1)</script>", "This is not a picture we can use."),
        ("large.jpg", bytes(10 * 1024 * 1024 + 1), "This file is larger than 10 MB."),
    ):
        (tmp_path / name).write_bytes(content)
        ana.field("Upload a picture").set_input_files(tmp_path / name)
        if name == "page.html":
            expect(ana.page.get_by_text("Your browser cannot show this picture here.")).to_be_visible()
            ana.button("Save profile").click()
        expect(ana.page.locator("#id_avatar-error")).to_contain_text(words)
    ana.look_around()
