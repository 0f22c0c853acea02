"""A change of email by its mails, there and back, and a forgotten password."""

from __future__ import annotations

import re

from tests.journeys.browsing import PASSWORD, Visitor, expect
from tests.journeys.conftest import Visitors

NEW_PASSWORD = "kiln and clay 1200"


def test_a_change_of_email_waits_for_its_button_and_can_be_undone_from_the_old_address(
    visitor: Visitors, customer: str
) -> None:
    new = f"new.{customer}"
    ana, mailbox = visitor(), visitor()
    ana.sign_in(customer)
    ask_for(ana, customer, new)
    ana.look_around()

    ana.go(mailbox.link_in_mail(new, "Use this email at"))
    ana.look_around()
    ana.button(f"Use {new}").click()
    ana.sees("Your new email is in force.")
    expect(ana.field("Email")).to_have_value(new)

    mailbox.go(mailbox.link_in_mail(customer, "was changed"))
    mailbox.look_around()
    mailbox.button(f"Use {customer} again").click()
    mailbox.sees("Your old email is back")
    mailbox.look_around()
    assert ana.go("/settings/") == 200
    assert "/sign-in/" in ana.page.url, "every device is signed out"
    ana.sees("Sign in")
    ana.fill_sign_in(customer)
    ana.sees("This email and password do not belong together.")
    ana.look_around()
    choose_password(mailbox, customer)
    ana.sign_in(customer, NEW_PASSWORD)
    expect(ana.heading("Your library")).to_be_visible()


def ask_for(ana: Visitor, old: str, new: str) -> None:
    """Save a new address with another change, and prove who one is."""
    ana.go("/settings/")
    ana.field("Email").fill(new)
    ana.field("Company").fill("Kiln of the new address")
    ana.save_contact()
    expect(ana.heading("Confirm it is you")).to_be_visible()
    ana.look_around()
    ana.field("Password").fill("wrong")
    ana.button("Confirm with password").click()
    ana.sees("This is not your password.")
    ana.look_around()
    ana.field("Password").fill(PASSWORD)
    ana.button("Confirm with password").click()
    ana.sees(f"Change to {new} is waiting.")
    expect(ana.field("Email")).to_have_value(old)
    expect(ana.field("Company")).to_have_value("Kiln of the new address")


def test_a_code_by_email_proves_it_too_and_the_old_address_can_be_kept(visitor: Visitors, customer: str) -> None:
    ana, mailbox = visitor(390), visitor()
    ana.sign_in(customer)
    ana.go("/settings/")
    ana.field("Email").fill(f"code.{customer}")
    ana.save_contact()
    ana.button("Email me a code").click()
    expect(ana.heading("Enter the code from your email")).to_be_visible()
    ana.look_around()
    mailbox.open_mail(customer, "Your code for")
    code = re.search(r"\b\d{3} ?\d{3}\b", mailbox.page.get_by_role("article").inner_text())
    assert code
    ana.field("Code, 6 digits").fill(code[0])
    ana.button("Confirm with code").click()
    ana.sees("is waiting.")
    ana.button("Keep the old address").click()
    ana.sees("Your old address stays.")
    expect(ana.page.locator("#email-pending")).to_have_count(0)


def test_a_forgotten_password_is_chosen_anew_by_the_mail(visitor: Visitors, customer: str) -> None:
    ana = visitor(390)
    ana.go("/sign-in/")
    ana.link("Forgot password?").click()
    ana.field("Email").fill(f" {customer.upper()} ")
    ana.button("Send the link").click()
    ana.sees("Look in your inbox")
    choose_password(ana, customer, look=True)
    ana.link("Sign in").last.click()
    ana.fill_sign_in(customer, NEW_PASSWORD)
    expect(ana.heading("Your library")).to_be_visible()
    mail = ana.link_in_mail(customer, "Choose a new password")
    ana.go(mail)
    ana.sees("This link no longer works")


def choose_password(reader: Visitor, email: str, *, look: bool = False) -> None:
    """Open the link of the mail, type the new password, see it accepted."""
    reader.go(reader.link_in_mail(email, "Choose a new password"))
    if look:
        reader.look_around()
    reader.field("New password").fill(NEW_PASSWORD)
    reader.button("Save the new password").click()
    expect(reader.heading("Your password is changed")).to_be_visible()
    if look:
        reader.look_around()
