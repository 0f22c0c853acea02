"""Both kinds of community, as members and the owner use them."""

from __future__ import annotations

import re

from tests.journeys.browsing import MIREILLE, OWNER, expect
from tests.journeys.conftest import Visitors

PRIYANKA = "priyanka@sethuram.example"
LEGACY = "/communities/potters-commons/"
NEW = "/communities/kiln-circle/"


def test_who_wrote_shows_on_hover_on_focus_and_on_a_tap(visitor: Visitors) -> None:
    mireille = visitor()
    mireille.sign_in(MIREILLE)
    mireille.link("Community").first.click()
    mireille.link("Potters’ Commons").click()
    page = mireille.page
    author = page.locator("details.author").filter(has_text="Priyanka Sethuram").first
    card = author.locator(".author-card")
    expect(card).not_to_be_visible()
    author.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Priyanka Sethuram")
    mireille.look_around(1280)
    author.hover()
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    page.mouse.move(0, 0)
    author.locator("summary").focus()
    expect(card).to_be_visible()
    phone = visitor(390, has_touch=True)
    phone.sign_in(MIREILLE)
    phone.go(LEGACY)
    card = phone.page.locator("details.author").filter(has_text="Priyanka Sethuram").first
    card.locator("summary").tap()
    expect(card.locator(".author-card")).to_be_visible()
    phone.look_around(390, 360)
    card.get_by_role("link", name="What they wrote here").click()
    expect(phone.heading("Newest posts")).to_be_visible()
    phone.look_around()


def test_a_comment_is_told_inside_and_by_mail_and_choices_are_kept_there(visitor: Visitors) -> None:
    priyanka = visitor(java_script_enabled=False)
    priyanka.sign_in(PRIYANKA)
    priyanka.go(NEW)
    priyanka.link("First wood firing that did not crack").click()
    priyanka.page.get_by_label("Your comment").fill("Was it ash?\nSee https://kiln.example/ash")
    priyanka.button("Add comment").click()
    priyanka.sees("Was it ash?")
    expect(priyanka.link("https://kiln.example/ash").last).to_have_attribute("rel", "nofollow ugc noopener")

    mireille = visitor()
    mireille.sign_in(MIREILLE)
    mireille.open_mail(MIREILLE, "A comment on your post in The Kiln Circle")
    mireille.page.locator('article a[href$="/settings/"]').first.click()
    expect(mireille.heading("Your notifications from The Kiln Circle")).to_be_visible()
    mireille.page.locator("#id_comment_on_mine_email").uncheck()
    mireille.button("Save notifications").click()
    expect(mireille.page.locator("#notifications .saved")).to_contain_text("Saved at")
    mireille.field("Headline").fill("Blue, and ash")
    mireille.button("Save community profile").click()
    expect(mireille.page.locator("#preview")).to_contain_text("Blue, and ash")
    mireille.look_around()
    mireille.go(NEW + "notices/")
    mireille.look_around()
    mireille.page.get_by_role("button", name=re.compile("Priyanka Sethuram commented")).first.click()
    mireille.sees("Was it ash?")
    mireille.look_around()
    mireille.go("/settings/")
    mireille.link("Change it in The Kiln Circle").click()
    expect(mireille.heading("Your profile in The Kiln Circle")).to_be_visible()


def test_one_writes_edits_and_deletes(visitor: Visitors) -> None:
    mireille = visitor(390)
    mireille.sign_in(MIREILLE)
    mireille.go(NEW)
    mireille.field("Title").fill("For a while")
    mireille.button("Post").click()
    expect(mireille.page.locator("#id_text-error")).to_contain_text("Write something first.")
    mireille.look_around()
    mireille.field("Your post").fill("Only for a while.")
    mireille.button("Post").click()
    mireille.page.get_by_label("More for the post For a while").click()
    mireille.page.get_by_role("link", name="Edit").first.click()
    mireille.look_around()
    mireille.field("Your post").fill("Not for long.")
    mireille.button("Save").click()
    mireille.sees("Not for long.")
    mireille.page.get_by_label("More for the post For a while").click()
    mireille.page.get_by_role("link", name="Delete").first.click()
    mireille.look_around()
    mireille.button("Delete post").click()
    expect(mireille.page.get_by_text("Not for long.")).to_have_count(0)


def test_the_owner_opens_one_hides_a_post_and_turns_a_kind_off(visitor: Visitors) -> None:
    owner = visitor()
    owner.sign_in(OWNER)
    owner.go("/office/communities/")
    owner.look_around()
    owner.link("Open a community").click()
    owner.look_around()
    owner.field("Name").fill("Glaze testers")
    owner.field("Address").fill("glaze-testers")
    owner.button("Open community").click()
    expect(owner.heading("Glaze testers")).to_be_visible()
    owner.look_around()
    owner.go("/office/communities/")
    owner.link("The Kiln Circle").click()
    owner.field("A new post").uncheck()
    owner.button("Save community").click()
    owner.link("Read and moderate").click()
    owner.page.get_by_label("More for the post How do you log your firings?").click()
    owner.button("Hide").click()
    owner.sees("Hidden by Dagny Voskuyl.")

    mireille = visitor()
    mireille.sign_in(MIREILLE)
    mireille.go(NEW)
    expect(mireille.page.get_by_text("How do you log your firings?")).to_have_count(0)
    mireille.go(NEW + "settings/")
    mireille.sees("Saltmarsh Clay has turned this off for everyone.")
    expect(mireille.page.locator("#id_new_post_in_app")).to_be_disabled()
    mireille.look_around()

    owner.page.get_by_label(re.compile("More for the post How do")).click()
    owner.button("Show again").click()
    mireille.go(NEW)
    expect(mireille.page.get_by_text("How do you log your firings?").first).to_be_visible()
