"""An avatar is a whole set of files that one row names, or nothing; what no row names goes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portico.core import clock
from portico.core.files import store
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.profiles import avatars
from portico.domain.profiles.avatars import (
    change_avatar,
    delete_orphaned_pictures,
    file_name,
    read_avatar,
    remove_avatar,
    tokens_of,
)
from portico.domain.profiles.models import Avatar
from portico.domain.profiles.pictures import SIZES
from tests import racing
from tests.cast import OPERATOR

pytestmark = pytest.mark.django_db
Commits = Any


def pictures(words: bytes = b"picture") -> dict[int, bytes]:
    return {side: words + b" %d" % side for side in SIZES}


def change(contact: Contact, words: bytes = b"picture") -> str:
    return change_avatar(contact, pictures=pictures(words), by=OPERATOR).token


def files() -> set[str]:
    return set(store.list_names("avatars"))


def set_of(token: str) -> set[str]:
    return {file_name(token, side) for side in SIZES}


def verbs(contact: Contact) -> list[str]:
    found = Entry.objects.filter(contact_id=contact.id, verb__startswith="contact.avatar").order_by("id")
    return list(found.values_list("verb", flat=True))


def test_each_change_has_a_new_name_and_the_old_files_go_with_the_commit(
    ana: Contact, django_capture_on_commit_callbacks: Commits
) -> None:
    first = change(ana)
    assert files() == set_of(first)
    with django_capture_on_commit_callbacks(execute=True):
        second = change(ana, b"other")
        assert files() == set_of(first) | set_of(second), "until the commit nothing is lost"
    assert first != second
    assert len(second) == 43
    assert files() == set_of(second)
    assert tokens_of([ana.id]) == {ana.id: second}
    assert read_avatar(second, 64) == b"other 64"
    assert verbs(ana) == ["contact.avatar_changed"] * 2


def test_the_old_name_is_dead_at_once(ana: Contact) -> None:
    first = change(ana)
    change(ana)
    assert store.read(file_name(first, 64)), "the file may still be there"
    assert read_avatar(first, 64) is None


def test_removing_takes_row_and_files_and_may_be_repeated(
    ana: Contact, django_capture_on_commit_callbacks: Commits
) -> None:
    token = change(ana)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            remove_avatar(ana, by=OPERATOR)
    assert files() == set()
    assert tokens_of([ana.id]) == {}
    assert read_avatar(token, 64) is None
    assert verbs(ana) == ["contact.avatar_changed", "contact.avatar_removed"]


def test_others_keep_theirs(ana: Contact, ben: Contact, django_capture_on_commit_callbacks: Commits) -> None:
    of_ana, of_ben = change(ana), change(ben)
    with django_capture_on_commit_callbacks(execute=True):
        remove_avatar(ana, by=OPERATOR)
    assert tokens_of([ana.id, ben.id]) == {ben.id: of_ben}
    assert files() == set_of(of_ben)
    assert read_avatar(of_ana, 64) is None


def test_names_for_a_list_cost_one_statement(ana: Contact, ben: Contact, cy: Contact) -> None:
    expected = {ana.id: change(ana), ben.id: change(ben)}
    with CaptureQueriesContext(connection) as captured:
        assert tokens_of([ana.id, ben.id, cy.id]) == expected
    assert len(captured) == 1


@pytest.mark.parametrize("name", ["", "../../secret", "x" * 43, "%", "a/b"])
def test_no_other_file_can_be_read(ana: Contact, name: str) -> None:
    change(ana)
    assert read_avatar(name, 64) is None


def test_no_other_size_can_be_read_and_a_lost_file_is_none(ana: Contact) -> None:
    token = change(ana)
    assert read_avatar(token, 65) is None
    store.delete(file_name(token, 256))
    assert read_avatar(token, 256) is None


def test_a_change_that_fails_leaves_the_old_picture_and_no_new_file(
    ana: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = change(ana)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no history today")

    for place in (avatars, store):
        with monkeypatch.context() as patch:
            if place is avatars:
                patch.setattr(avatars, "record", fails)
            else:
                keep = store.keep_as
                patch.setattr(
                    store,
                    "keep_as",
                    lambda name, content, keep=keep: fails() if "-512" in name else keep(name, content),
                )
            with pytest.raises(RuntimeError), transaction.atomic():
                change(ana, b"other")
        assert tokens_of([ana.id]) == {ana.id: token}
        assert files() == set_of(token)


def test_a_store_that_does_not_answer_undoes_no_change(
    ana: Contact, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commits
) -> None:
    first = change(ana)

    def fails(name: str) -> None:
        raise ConnectionError(name)

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(store, "delete", fails)
        second = change(ana)
    assert tokens_of([ana.id]) == {ana.id: second}
    assert files() == set_of(first) | set_of(second)


def test_a_name_is_never_used_twice(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    token = change(ana)
    monkeypatch.setattr(avatars, "new_token", lambda: token)
    with pytest.raises(FileExistsError):
        store.keep_as(file_name(token, 64), b"other")
    assert store.read(file_name(token, 64)) == b"picture 64"
    assert files() == set_of(token)


def age(names: set[str], settings: Any, days: float) -> None:
    then = (clock.now() - timedelta(days=days)).timestamp()
    for name in names:
        os.utime(Path(settings.MEDIA_ROOT) / name, (then, then))


def test_orphans_go_within_a_day_and_nothing_else_does(ana: Contact, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(avatars, "AT_ONCE", 2)  # sets are cut across questions
    shown = change(ana)
    for token in ("old-one_", "new"):
        for name in set_of(token):
            store.keep_as(name, b"x")
    age(set_of(shown) | set_of("old-one_"), settings, days=1.1)
    age(set_of("new"), settings, days=0.9)
    delete_orphaned_pictures()
    assert files() == set_of(shown) | set_of("new")
    with CaptureQueriesContext(connection) as captured:
        delete_orphaned_pictures()
    assert len(captured) == 3


def test_without_any_picture_the_job_has_nothing_to_do(site: Any) -> None:
    delete_orphaned_pictures()


def test_a_deleted_contact_leaves_an_orphan_that_nobody_can_reach(ana: Contact, settings: Any) -> None:
    token = change(ana)
    Avatar.objects.filter(contact_id=ana.id).delete()
    assert read_avatar(token, 64) is None
    age(set_of(token), settings, days=2)
    delete_orphaned_pictures()
    assert files() == set()


@pytest.mark.django_db(transaction=True)
def test_many_changes_at_once_leave_one_whole_set(ana: Contact) -> None:
    came = racing.in_threads(4, lambda number: change(ana, b"%d" % number))
    assert all(isinstance(token, str) for token in came), came
    shown = tokens_of([ana.id])[ana.id]
    assert shown in came
    assert files() == set_of(shown)
    words = {store.read(name).split()[0] for name in files()}
    assert words == {b"%d" % came.index(shown)}
    assert verbs(ana) == ["contact.avatar_changed"] * 4


@pytest.mark.django_db(transaction=True)
def test_changing_and_removing_at_once_leaves_one_whole_set_or_none(ana: Contact) -> None:
    change(ana)

    def act(number: int) -> None:
        if number % 2:
            remove_avatar(ana, by=OPERATOR)
        else:
            change(ana, b"%d" % number)

    assert racing.in_threads(4, act) == [None] * 4
    shown = tokens_of([ana.id]).get(ana.id)
    assert files() == (set_of(shown) if shown else set())


@pytest.fixture
def killed(ana: Contact, settings: Any) -> Any:
    def kill(where: str) -> None:
        command = [sys.executable, "-m", "tests.domain.profiles.killed", str(ana.id), str(settings.MEDIA_ROOT), where]
        environment = os.environ | {"DATABASE_URL": racing.database_url()}
        done = subprocess.run(command, cwd=racing.ROOT, env=environment, check=False, capture_output=True)
        assert done.returncode == -9, done.stderr

    return kill


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["second file", "row", "old files"])
def test_killed_in_the_middle_the_row_names_a_whole_set_and_the_rest_is_cleaned_up(
    ana: Contact, killed: Any, settings: Any, where: str
) -> None:
    before = change(ana)
    killed(where)
    shown = tokens_of([ana.id])[ana.id]
    assert (shown == before) is (where != "old files")
    assert set_of(shown) <= files()
    words = {store.read(name) for name in set_of(shown)}
    assert words == ({b"from the one that dies"} if where == "old files" else set(pictures().values()))
    assert files() > set_of(shown)
    age(files(), settings, days=2)
    delete_orphaned_pictures()
    assert files() == set_of(shown)
