"""One row by plain SQL comes out as the ORM would have read it, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portico.core import clock
from portico.core.rows import find_row
from portico.domain.contacts.models import Contact

BY_ID = "SELECT * FROM contacts_contact WHERE id = %s AND created_at <= %s"


def test_the_row_is_the_one_a_queryset_reads(ana: Contact) -> None:
    found = find_row(Contact, BY_ID, ana.id, clock.now())
    read = Contact.objects.get(id=ana.id)
    assert found is not None
    for field in Contact._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(read, field.attname)


def test_nobody_is_none(ana: Contact) -> None:
    assert find_row(Contact, BY_ID, ana.id, ana.created_at - timedelta(microseconds=1)) is None


def test_a_further_column_is_an_attribute(ana: Contact) -> None:
    found = find_row(Contact, "SELECT *, 'owner' AS role FROM contacts_contact WHERE id = %s", ana.id)
    assert found is not None
    assert found.role == "owner"  # type: ignore[attr-defined]


@pytest.mark.parametrize("hostile", ["' OR 1 = 1 --", '"', "%s"])
def test_what_was_typed_is_never_sql(ana: Contact, hostile: str) -> None:
    assert find_row(Contact, "SELECT * FROM contacts_contact WHERE email = %s", hostile) is None
