"""Nobody rewrites what happened: the database itself refuses, on both kinds."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.history.models import Entry, Values

pytestmark = pytest.mark.django_db
CHANGES: dict[str, Callable[[], object]] = {
    "entries updated": lambda: Entry.objects.update(verb="contact.nothing"),
    "entries deleted": lambda: Entry.objects.all()._raw_delete("default"),
    "entries deleted by the ORM": lambda: Entry.objects.all().delete(),
    "values updated": lambda: Values.objects.update(after={"city": "Lisboa"}),
    "an entry saved again": lambda: Entry.objects.get().save(),
    "raw update": lambda: raw("UPDATE history_entry SET actor_label = 'somebody else'"),
    "raw delete": lambda: raw("DELETE FROM history_entry"),
    "raw update of values": lambda: raw("UPDATE history_values SET before = '{}'"),
}


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(autouse=True)
def _something_happened(db: None) -> None:
    record("contact.details_changed", by=Actor("team"), before={"city": "Lisboa"}, after={"city": "Porto"})


def attempt(change: Callable[[], object]) -> str:
    """What the database answers, in a savepoint of its own."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_history_is_append_only(change: Callable[[], object]) -> None:
    assert "history is append-only" in attempt(change)
    entry = Entry.objects.get()
    assert entry.verb == "contact.details_changed"
    assert entry.values_changed.after == {"city": "Porto"}


def test_erasure_may_delete_the_values_and_the_entry_stays() -> None:
    assert Values.objects.all()._raw_delete("default") == 1
    assert Entry.objects.count() == 1


@pytest.mark.sqlite
def test_without_its_trigger_sqlite_would_allow_it() -> None:
    raw("DROP TRIGGER history_entry_no_update")
    assert attempt(CHANGES["entries updated"]) == ""


@pytest.mark.postgresql
def test_without_its_trigger_postgresql_would_allow_it() -> None:
    raw("DROP TRIGGER history_entry_append_only ON history_entry")
    assert attempt(CHANGES["entries updated"]) == ""
