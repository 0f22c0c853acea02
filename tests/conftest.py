"""What every test gets: a site, the cast, clients, sockets shut except loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase

from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from tests import cast
from tests.skips import pytest_collection_modifyitems, pytest_sessionfinish  # noqa: F401  hooks of pytest

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """A test that reaches for the network fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A SQLite file of this run alone: a killed run's write-ahead log beside the same name would spoil the next one."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def _history_can_be_emptied() -> Iterator[None]:
    """Tests with real commits empty all tables afterwards. SQLite deletes row by row, which history's triggers refuse."""
    empty = TransactionTestCase._fixture_teardown

    def without_triggers(self: TransactionTestCase) -> None:
        if connection.vendor != "sqlite":
            empty(self)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'history_%'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            empty(self)
            for _, sql in triggers:
                cursor.execute(sql)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Files of a test stay in its own folder; passwords are hashed quickly (what they hash to is not tested)."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def site(db: None) -> Site:
    cache.clear()
    return cast.open_site()


@pytest.fixture
def ana(site: Site) -> Contact:
    """A customer."""
    return cast.customer("ana", "Ana Lima")


@pytest.fixture
def ben(site: Site) -> Contact:
    """Another customer."""
    return cast.customer("ben", "Ben Okafor")


@pytest.fixture
def cy(site: Site) -> Contact:
    """A stranger: a contact who is neither customer nor team."""
    return cast.contact("cy", "Cy Stranger")


@pytest.fixture
def dee(site: Site) -> Contact:
    """The owner."""
    return cast.owner("dee", "Dee Owner")


@pytest.fixture
def as_() -> Callable[[Contact], Client]:
    """`as_(ana)` is a browser in which Ana is signed in."""
    return cast.signed_in
