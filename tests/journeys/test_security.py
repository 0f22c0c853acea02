"""Password, passkeys and two-step codes, as a person uses them; the fingerprint reader is Chromium's own pretence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from portico.core import clock, one_time_codes
from tests.journeys.browsing import OWNER, PASSWORD, Visitor, expect
from tests.journeys.conftest import Visitors

HISTORY = "/settings/security/history/"


def give_reader(visitor: Visitor, *, has_finger: bool = True) -> tuple[Any, str]:
    """A fingerprint reader that keeps passkeys; the finger of its owner is on it, or another's."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": has_finger,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def confirm(visitor: Visitor) -> None:
    """By the password."""
    expect(visitor.heading("Confirm it is you")).to_be_visible()
    visitor.field("Password").fill(PASSWORD)
    visitor.button("Confirm with password").click()


def add_passkey(visitor: Visitor, name: str) -> None:
    visitor.go("/settings/#security")
    visitor.link("Add a passkey").click()
    confirm(visitor)
    visitor.field("Name").fill(name)
    visitor.button("Make the passkey").click()
    visitor.sees("Passkey added.")


def test_a_passkey_is_added_signs_in_proves_and_is_removed(visitor: Visitors, customer: str) -> None:
    person = visitor()
    give_reader(person)
    person.sign_in(customer)
    add_passkey(person, "Work laptop")
    person.look_around()
    person.link("Rename Work laptop").click()
    person.look_around()
    person.field("Name").fill("Laptop at work")
    person.button("Save the name").click()
    person.sees("Laptop at work")

    person.page.context.clear_cookies()
    person.go("/sign-in/")
    person.look_around()
    with person.page.expect_navigation():
        person.button("Sign in with a passkey").click()
    person.page.wait_for_url("**/library/")

    person.go("/settings/security/two-step/")
    person.look_around()
    person.button("Use a passkey").click()
    expect(person.heading("Set up an authenticator app")).to_be_visible()

    person.go("/settings/#security")
    person.link("Remove Laptop at work").click()
    person.look_around()
    person.button("Remove the passkey").click()
    person.sees("Passkey removed.")
    person.go(HISTORY)
    person.look_around()
    for words in ("Passkey removed: Laptop at work", "With a passkey, Chrome on Linux"):
        person.sees(words)


def test_a_finger_that_is_not_theirs_opens_nothing_and_says_so(visitor: Visitors, customer: str) -> None:
    person = visitor()
    session, reader = give_reader(person)
    person.sign_in(customer)
    add_passkey(person, "Laptop")
    person.page.context.clear_cookies()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": reader, "isUserVerified": False})
    person.go("/sign-in/")
    person.button("Sign in with a passkey").click()
    person.sees("That did not work")
    assert person.page.url.endswith("/sign-in/")
    person.look_around(1280)


def test_two_steps_are_set_up_asked_for_and_turned_off(visitor: Visitors, customer: str, tmp_path: Path) -> None:
    person = visitor()
    person.sign_in(customer)
    person.go("/settings/security/two-step/")
    confirm(person)
    person.look_around()
    key = person.page.locator("code.key").inner_text().replace(" ", "")
    person.field("Code, 6 digits").fill("000000")
    person.button("Turn on two-step sign-in").click()
    person.sees("This is not the code the app shows now.")
    person.look_around(390)
    person.field("Code, 6 digits").fill(code_of(key))
    person.button("Turn on two-step sign-in").click()
    expect(person.heading("Your recovery codes")).to_be_visible()
    person.look_around()
    with person.page.expect_download() as waiting:
        person.link("Download as text").click()
    codes = re.findall(r"\d{5} \d{5}", Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert len(codes) == 10
    person.link("I have kept them").click()
    person.sees("10 of 10 left")
    person.look_around()

    person.page.context.clear_cookies()
    person.sign_in(customer)
    expect(person.heading("Second step")).to_be_visible()
    person.look_around()
    assert person.go("/library/") == 200
    expect(person.heading("Second step")).to_be_visible()
    person.field("Code").fill(codes[0])
    person.button("Sign in").click()
    person.page.wait_for_url("**/library/")

    person.go("/settings/security/two-step/off/")
    confirm(person)
    person.look_around()
    person.button("Turn it off").click()
    person.sees("Two-step sign-in is off.")


def code_of(key: str) -> str:
    return one_time_codes.code_at(key, one_time_codes.step_at(clock.now()))


def test_a_password_is_changed_without_leaving_the_page_and_ends_other_sessions(
    visitor: Visitors, customer: str
) -> None:
    person, elsewhere = visitor(), visitor(390)
    for each in (person, elsewhere):
        each.sign_in(customer)
    person.go("/settings/")
    person.field("Company").fill("Typed and not saved")
    person.field("Current password").fill("wrong")
    person.field("New password").fill("short")
    person.button("Change password").click()
    person.sees("This is not your password.")
    person.look_around(1280, 390)
    person.field("Current password").fill(PASSWORD)
    person.field("New password").fill("another good password")
    person.button("Change password").click()
    person.sees("Your other devices are signed out.")
    expect(person.field("Company")).to_have_value("Typed and not saved")
    elsewhere.go("/settings/")
    expect(elsewhere.heading("Sign in")).to_be_visible()
    elsewhere.fill_sign_in(customer, "another good password")
    elsewhere.button("Sign out everywhere else").click()
    elsewhere.sees("Signed out everywhere else.")


def test_all_but_passkeys_works_without_script(visitor: Visitors, customer: str) -> None:
    person = visitor(java_script_enabled=False)
    person.sign_in(customer)
    person.go("/settings/#security")
    person.field("Current password").fill(PASSWORD)
    person.field("New password").fill("another good password")
    person.button("Change password").click()
    person.sees("Your other devices are signed out.")
    person.go("/settings/security/two-step/")
    person.field("Password").fill("another good password")
    person.button("Confirm with password").click()
    key = person.page.locator("code.key").inner_text().replace(" ", "")
    person.field("Code, 6 digits").fill(code_of(key))
    person.button("Turn on two-step sign-in").click()
    expect(person.heading("Your recovery codes")).to_be_visible()
    person.go("/settings/security/passkeys/")
    person.sees("Passkeys need JavaScript")
    assert person.page.get_by_role("button", name="Make the passkey").count() == 0
    person.page.context.clear_cookies()
    person.go("/sign-in/")
    assert person.page.get_by_role("button", name="passkey").count() == 0


def test_a_code_by_mail_signs_in_where_the_owner_allows_it(visitor: Visitors, customer: str) -> None:
    owner = visitor()
    owner.sign_in(OWNER)
    owner.go("/office/site/#signing_in")
    owner.page.get_by_role("switch", name="Signing in with a code by email").check()
    owner.button("Save signing in").click()
    owner.sees("Saved at")
    owner.look_around(1280)

    person = visitor(390)
    person.go("/sign-in/")
    person.link("Email me a code").click()
    person.look_around()
    person.field("Email").fill(customer.upper())
    person.button("Send the code").click()
    person.look_around()
    reader = visitor()
    reader.open_mail(customer, "Your code to sign in")
    found = re.search(r"\b\d{6}\b", reader.page.locator("article").inner_text())
    assert found
    person.field("Code, 6 digits").fill(found[0])
    person.button("Sign in").click()
    person.page.wait_for_url("**/library/")

    owner.page.get_by_role("switch", name="Signing in with a code by email").uncheck()
    owner.button("Save signing in").click()
    person.page.context.clear_cookies()
    person.go("/sign-in/")
    assert person.link("Email me a code").count() == 0
