"""Every address of the site, asked by everybody in every way. An address that is not in the table fails the suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import include, path, reverse

from portico.config.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from portico.config.urls import urlpatterns as of_every_site
from portico.domain.site.models import Site
from tests import cast
from tests.interfaces import world as worlds
from tests.interfaces.expected import EXPECTED, ROLES
from tests.interfaces.world import World

pytestmark = pytest.mark.django_db

# This module is the list of addresses under test: those of every site and those of the demo.
urlpatterns = [*of_every_site, path("demo/", include("portico.interfaces.portal.demo.urls"))]

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
KEPT_BY_ANYBODY = {"site.<str:digest>.css", "logo/<str:digest>.png"}  # the same for all
KEPT_BY_THE_READER = {"covers/<str:name>", "avatars/<str:token>-<int:side>.webp"}
CLOSED_WITHOUT_MENU = ("settings/", "purchases/", "receipts/")
# The writes that a GET may make: the kept copy of a receipt with its mark, when somebody was last seen, the session.
# At the sign-in library's pages HEAD counts as a try.
WRITTEN_BY_READING = {"receipts/": {"receipts_handedout"}, "sign-in/": {"portico_cache"}}
# A mail program has no token to send; the signed one in the address is what allows the act (RFC 8058).
FORMS_OF_MAIL_PROGRAMS = {"unsubscribe/<str:token>/"}
NEVER_COMPARED = {"contacts_session"}
COLUMNS_NEVER_COMPARED = {"contacts_contact": {"last_seen_at"}}


@pytest.fixture(autouse=True)
def _all_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def world(_all_addresses: None) -> World:
    cache.clear()
    return worlds.make()


@dataclass
class Answer:
    """What came back, and what it left in the database."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    changed: set[str] = field(default_factory=set)

    @property
    def leads_to_sign_in(self) -> bool:
        return self.status == 302 and self.headers["Location"].startswith("/sign-in/?next=")

    @property
    def denies(self) -> bool:
        return self.status in (400, 403, 404, 405, 410, 413, 429) or self.leads_to_sign_in


def ask(world: World, who: str, method: str, route: str, name: str, *, missing: bool = False, **extra: Any) -> Answer:
    """One request, undone afterwards."""
    address = reverse(name, kwargs=world.arguments(route, name, missing=missing)) + world.query(name)
    client = Client(**extra)
    body = {} if method in ("GET", "HEAD") else {"data": world.body(name)}
    if method in ("PUT", "DELETE"):
        body = {"data": "x=1", "content_type": "application/x-www-form-urlencoded"}
    with undone():
        cache.clear()
        if who != "out":
            client.force_login(world.people[who], backend=settings.AUTHENTICATION_BACKENDS[0])
        before = snapshot()
        response: Any = getattr(client, method.lower())(address, **body)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        after = snapshot()
    changed = {table for table in before if before[table] != after[table]}
    return Answer(response.status_code, dict(response.headers), content, changed)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def snapshot() -> dict[str, list[str]]:
    """Every row of every table as text, without what a request may always write."""
    found = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - NEVER_COMPARED:
            cursor.execute(f'SELECT * FROM "{table}"')
            left_out = COLUMNS_NEVER_COMPARED.get(table, set())
            places = [place for place, column in enumerate(cursor.description) if column[0] not in left_out]
            found[table] = sorted(repr([row[place] for place in places]) for row in cursor.fetchall())
    return found


def test_every_address_is_in_the_table_and_nothing_else_is() -> None:
    assert {route for route, _ in worlds.routes()} == set(EXPECTED), "add the address to tests/interfaces/expected.py"
    names = [name for _, name in worlds.routes()]
    assert len(names) == len(set(names))


ROUTES = sorted((route, name) for route, name in worlds.routes(urlpatterns))


@pytest.mark.parametrize(("route", "name"), ROUTES, ids=[name for _, name in ROUTES])
def test_everybody_gets_the_answer_of_the_table(world: World, route: str, name: str) -> None:
    got = {(who, method): ask(world, who, method, route, name) for who in ROLES for method in METHODS}
    wrong = {
        f"{who} {method}": f"{answer.status}, not {EXPECTED[route].status(who, method)}"
        for (who, method), answer in got.items()
        if answer.status != EXPECTED[route].status(who, method)
    }
    assert wrong == {}
    for (who, method), answer in got.items():
        check_answer(f"{who} {method} {route}", route, method, answer)


def check_answer(what: str, route: str, method: str, answer: Answer) -> None:
    assert method != "HEAD" or answer.content == b"", what
    assert answer.status != 302 or answer.headers["Location"].startswith("/"), what
    kept = answer.headers["Cache-Control"]
    if not answer.denies and route in KEPT_BY_ANYBODY:
        assert kept == "public, max-age=31536000, immutable", what
    elif not answer.denies and route in KEPT_BY_THE_READER:
        assert kept.startswith("private"), what
    else:
        assert "no-store" in kept, what
    if answer.denies:
        assert answer.changed == set(), f"{what} was denied"
    elif method in ("GET", "HEAD"):
        allowed = [tables for part, tables in WRITTEN_BY_READING.items() if part in route]
        assert answer.changed <= set().union(*allowed), f"{what} only reads"


WITH_OBJECTS = [(route, name) for route, name in ROUTES if any(f":{each}>" in route for each in worlds.OBJECTS)]


@pytest.mark.parametrize(("route", "name"), WITH_OBJECTS, ids=[name for _, name in WITH_OBJECTS])
def test_somebody_elses_object_is_like_none_at_all(world: World, route: str, name: str) -> None:
    for who in ("ben", "dee", "rea", "out"):
        for method in METHODS:
            theirs = ask(world, who, method, route, name)
            if theirs.status != 404:
                continue
            nobodys = ask(world, who, method, route, name, missing=True)
            assert (theirs.status, theirs.headers, theirs.content) == (
                nobodys.status, nobodys.headers, nobodys.content,
            ), f"{who} {method} {route}"  # fmt: skip


@pytest.mark.parametrize(("route", "name"), ROUTES, ids=[name for _, name in ROUTES])
def test_no_form_is_taken_without_its_token(world: World, route: str, name: str) -> None:
    for who in ROLES:
        if route in FORMS_OF_MAIL_PROGRAMS:
            continue
        answer = ask(world, who, "POST", route, name, enforce_csrf_checks=True)
        assert answer.status == 403, f"{who} {route}"
        assert answer.changed == set(), f"{who} {route}"


@pytest.mark.parametrize(("route", "name"), ROUTES, ids=[name for _, name in ROUTES])
def test_without_the_user_menu_the_settings_area_is_closed_to_customers(world: World, route: str, name: str) -> None:
    Site.objects.update(has_user_menu=False)
    is_closed = route.startswith(CLOSED_WITHOUT_MENU)
    for method in ("GET", "POST"):
        usual = EXPECTED[route].status("ana", method)
        if not is_closed or usual == 405:
            continue
        answer = ask(world, "ana", method, route, name)
        assert answer.status == 403, f"{method} {route}"
        assert b"Settings are closed here" in answer.content
        assert answer.changed == set()


@pytest.mark.parametrize(
    "way",
    [
        "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "%2f%2fevil.example",
        "javascript:alert(1)", "\t//evil.example", "https://kiln.example@evil.example", "／／evil.example", "///evil.example",
    ],
)  # fmt: skip
def test_a_way_back_that_leads_elsewhere_is_not_taken(world: World, way: str) -> None:
    for client in (Client(), cast.signed_in(world.people["ana"])):
        sent = {"login": world.people["ana"].email, "password": cast.PASSWORD, "next": way}
        answer = client.post("/sign-in/", sent)
        assert answer.status_code == 302
        location = answer.headers["Location"]
        as_browsers_read = location.replace("\\", "/").replace("\t", "")
        assert urlsplit(urljoin("http://testserver/sign-in/", as_browsers_read))[:2] == ("http", "testserver"), location


@pytest.mark.parametrize(
    "tail", ["x.css", "/x.css", ";.js", "%2f..%2fstatic/x.js", "..%2f..%2fstatic%2fx.css", "x.png"]
)
def test_no_page_of_a_person_can_be_mistaken_for_a_static_file(world: World, tail: str) -> None:
    ana = cast.signed_in(world.people["ana"])
    for address in ("/settings/", "/purchases/", "/library/", f"/receipts/{world.values['receipt_id']}/"):
        answer = ana.get(address + tail)
        assert answer.status_code in (302, 404), address + tail
        assert "no-store" in answer.headers["Cache-Control"]
