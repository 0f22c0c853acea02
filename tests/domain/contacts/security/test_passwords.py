"""Which passwords are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security.password_list import PasswordListValidator
from portico.domain.contacts.security.passwords import WeakPassword, check_new_password, choose_password


@pytest.mark.parametrize(
    "password", ["", "short", "password123", "1234567890", "ana@example.org", "Ana Lima 1", "x" * 501]
)
def test_a_weak_password_is_refused_with_the_reason(ana: Contact, password: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        check_new_password(ana, password)
    assert refused.value.sentences


@pytest.mark.parametrize("password", ["correct horse battery", "пароль из слов", "  spaces count  "])
def test_any_long_words_will_do(ana: Contact, password: str) -> None:
    check_new_password(ana, password)


@pytest.fixture
def validator(tmp_path: Path) -> PasswordListValidator:
    listed = tmp_path / "list.txt"
    listed.write_bytes("first-of-all\nhunter2hunter2\r\nпароль-длинный\nlast-of-all".encode())
    return PasswordListValidator(str(listed))


@pytest.mark.parametrize(
    "listed", ["first-of-all", "hunter2hunter2", "HUNTER2hunter2", "пароль-длинный", "last-of-all"]
)
def test_what_stands_in_the_list_is_refused(validator: PasswordListValidator, listed: str) -> None:
    with pytest.raises(ValidationError):
        validator.validate(listed)


@pytest.mark.parametrize("other", ["hunter2", "all", "first-of-al", "irst-of-all", "hunter2hunter", "\n", "", "ль"])
def test_a_part_of_a_line_is_not_refused(validator: PasswordListValidator, other: str) -> None:
    validator.validate(other)


def test_without_a_file_nothing_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for path in ("", str(tmp_path / "missing"), str(empty), str(tmp_path)):
        PasswordListValidator(path).validate("hunter2hunter2")


def test_a_new_password_withdraws_a_change_of_email_that_waits(ana: Contact) -> None:
    by = Actor("customer", ana.id)
    email_changes.ask(ana, new_email="new@example.org", by=by)
    choose_password(ana, password="another good password", by=by)
    assert email_changes.find_pending(ana) is None
    ana.refresh_from_db()
    assert ana.check_password("another good password")
    assert Entry.objects.filter(verb="security.password_changed", contact_id=ana.id).count() == 1
