"""Every page, wide and narrow, light and dark: nothing shuts anybody out, nothing scrolls sideways.

The states that only a journey reaches (refusals, waiting email, dialogs) are looked at by the journeys themselves.
"""

from __future__ import annotations

import pytest

from tests.journeys.browsing import MIREILLE, OWNER
from tests.journeys.conftest import Visitors

OPEN_TO_ALL = {
    "/sign-in/": 200,
    "/sign-in/forgot/": 200,
    "/sign-in/forgot/sent/": 200,
    "/sign-in/new-password/1-none/": 200,
    "/email/confirm/none/": 410,
    "/email/undo/none/": 410,
    "/unsubscribe/none/": 410,
    "/demo/mailbox/": 200,
    "/missing/": 404,
}
BY_PERSON = {
    "": OPEN_TO_ALL,
    MIREILLE: {"/library/": 200, "/settings/": 200, "/purchases/": 200, "/purchases/?q=nothing": 200},
    "ben@kittelsen.example": {"/settings/": 200, "/purchases/": 200},
    OWNER: {
        "/office/contacts/": 200,
        "/office/contacts/?q=nobody+is+called+so": 200,
        "/office/site/": 200,
        "/office/announcements/": 200,
        "/office/announcements/new/": 200,
        "/office/site/user-menu/": 200,
        "/settings/": 200,
        "/purchases/": 200,
    },
}


@pytest.mark.parametrize("email", BY_PERSON, ids=["nobody", "customer", "customer-without", "owner"])
def test_no_page_shuts_anybody_out(visitor: Visitors, email: str) -> None:
    somebody = visitor()
    if email:
        somebody.sign_in(email)
    for address, status in BY_PERSON[email].items():
        assert somebody.go(address) == status, address
        somebody.look_around()


def test_receipts_shut_nobody_out(visitor: Visitors) -> None:
    mireille = visitor()
    mireille.sign_in(MIREILLE)
    mireille.go("/purchases/?status=refunded")
    mireille.page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true; })")
    mireille.look_around()
    mireille.page.get_by_role("link", name="View receipt").last.click()
    mireille.look_around()


def test_a_contact_and_the_form_to_edit_it_shut_nobody_out(visitor: Visitors) -> None:
    dagny = visitor()
    dagny.sign_in(OWNER)
    dagny.go("/office/contacts/?q=mireille")
    dagny.link("Mireille Osterkamp").click()
    dagny.look_around()
    dagny.link("Edit details").click()
    dagny.look_around()
    dagny.page.go_back()
    dagny.page.locator("#receipts").get_by_role("link").first.click()
    dagny.look_around()


@pytest.mark.parametrize("width", [1280, 390])
def test_open_menus_shut_nobody_out(visitor: Visitors, width: int) -> None:
    mireille = visitor(width)
    mireille.sign_in(MIREILLE)
    for menu in mireille.page.locator("details.menu > summary:visible").all():
        menu.click()
        mireille.look_around(width)
