"""The library page, and the pictures on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from portico.core import clock
from portico.core.files import store
from portico.domain.catalog.models import Product, ProductKind
from portico.domain.contacts.models import Contact
from portico.domain.grants.models import Grant, Source
from portico.domain.site.models import Site
from tests.selling import product

As = Callable[[Contact], Client]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def give(who: Contact, what: Product, **values: object) -> Grant:
    return Grant.objects.create(
        contact=who, product=what, source=Source.TEAM, since=clock.now() - timedelta(days=9), **values
    )


def test_shows_what_may_be_used_and_nothing_else(ana: Contact, ben: Contact, as_: As) -> None:
    give(ana, product("Kiln Club", ProductKind.MEMBERSHIP), until=clock.now() + timedelta(days=9))
    give(ana, product("Old course"), revoked_at=clock.now())
    give(ben, product("Of Ben"))
    page = as_(ana).get("/library/").content.decode()
    assert "Kiln Club" in page
    assert "Wheel basics" in page
    assert page.count("Access until") == 1
    assert "Old course" not in page
    assert "Of Ben" not in page
    assert "All 2" in page
    assert 'href="/library/?kind=membership">Memberships 1' in page


def test_one_kind(ana: Contact, as_: As) -> None:
    give(ana, product("Kiln Club", ProductKind.MEMBERSHIP))
    page = as_(ana).get("/library/?kind=membership").content.decode()
    assert "Kiln Club" in page
    assert "Wheel basics" not in page
    # a kind nobody has is no kind to choose
    assert "Wheel basics" in as_(ana).get("/library/?kind=download").content.decode()


def test_empty(ana: Contact, as_: As) -> None:
    Grant.objects.filter(contact=ana).update(revoked_at=clock.now())
    page = as_(ana).get("/library/").content.decode()
    assert "Nothing in your library yet" in page
    assert "All 0" not in page


def test_stays_open_without_the_user_menu(ana: Contact, as_: As) -> None:
    Site.objects.update(has_user_menu=False)
    assert as_(ana).get("/library/").status_code == 200


def test_signed_in_only(site: Site, client: Client) -> None:
    for address in ("/library/", "/covers/" + "0" * 64 + ".svg"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/") or "next=" in answer["Location"]


def test_a_cover_is_kept_by_the_browser_and_can_run_nothing(ana: Contact, as_: As) -> None:
    name = store.keep(SVG, room="covers", ending="svg")
    give(ana, product("Drawn", cover=name))
    browser = as_(ana)
    address = f"/covers/{name.rpartition('/')[2]}"
    assert f'src="{address}"' in browser.get("/library/").content.decode()
    answer = browser.get(address)
    assert answer.content == SVG
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_pictures_of_products_are_served(ana: Contact, as_: As) -> None:
    private = store.keep(b"%PDF a receipt", room="receipts", ending="pdf")
    drawing = store.keep(SVG, room="elsewhere", ending="svg")
    for name in (private, drawing):
        assert as_(ana).get(f"/covers/{name.rpartition('/')[2]}").status_code == 404
    assert as_(ana).get("/covers/%2e%2e%2fportico.sqlite3").status_code == 404


def test_a_lost_picture_is_missing_not_an_error(ana: Contact, as_: As) -> None:
    product("Lost", cover="covers/ab/" + "ab" * 32 + ".png")
    assert as_(ana).get("/covers/" + "ab" * 32 + ".png").status_code == 404
