"""A copy of one's data, and the end of an account, as a person asks for them."""

from __future__ import annotations

import zipfile

from tests.journeys.browsing import Visitor, expect
from tests.journeys.conftest import Visitors
from tests.journeys.test_security import confirm


def ask_for_copy(person: Visitor) -> None:
    person.go("/settings/#privacy")
    person.link("Download my data").click()
    confirm(person)
    person.look_around()
    person.button("Prepare my file").click()


def test_everything_is_in_the_file_once_the_worker_made_it(visitor: Visitors, customer: str) -> None:
    person = visitor()
    person.sign_in(customer)
    ask_for_copy(person)
    expect(person.link("Download ZIP")).to_be_visible(timeout=60_000)
    person.look_around()
    with person.page.expect_download() as waiting:
        person.link("Download ZIP").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert customer in archive.read("data.json").decode()
    assert "/settings/privacy/copy/" in person.link_in_mail(customer, "The copy of your data")


def test_a_deletion_is_asked_for_and_taken_back_without_script(visitor: Visitors, customer: str) -> None:
    person = visitor(390, java_script_enabled=False)
    person.sign_in(customer)
    person.go("/settings/")
    person.link("Delete my account").click()
    confirm(person)
    person.button("Delete my account").click()
    person.sees("so that nothing is deleted by mistake.")
    person.field("Type “delete” to confirm").fill("delete")
    person.button("Delete my account").click()
    person.sees("Your account will be deleted on")
    person.link("Keep my account").click()
    person.button("Keep my account").click()
    person.sees("Your account stays.")


def test_the_page_before_a_deletion_is_open_to_all(visitor: Visitors, customer: str) -> None:
    person = visitor()
    person.sign_in(customer)
    person.go("/settings/privacy/deletion/")
    confirm(person)
    person.look_around()
