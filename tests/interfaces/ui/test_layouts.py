from __future__ import annotations

import pytest
from jinja2 import Environment, UndefinedError

from portico.interfaces.ui.context import NEUTRAL_SITE, Navigation, Site
from portico.interfaces.ui.errors import ErrorWords
from tests.interfaces.ui.conftest import MENU, ROOM, Html, frame

LAYOUTS = ("gate", "customer", "account", "office")


def page(env: Environment, layout: str, block: str = "main", **changed: object) -> Html:
    source = f"{{% extends 'ui/{layout}.jinja' %}}{{% block title %}}T{{% endblock %}}{{% block {block} %}}<h1>T</h1>{{% endblock %}}"
    return Html(env.from_string(source).render(frame(**changed)).replace("<!doctype html>", ""))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_page_has_its_landmarks(env: Environment, layout: str) -> None:
    html = page(env, layout, "content" if layout == "account" else "main")
    assert html.one("html")["lang"] == "en"
    assert html.one("a", class_="skip")["href"] == "#main"
    assert html.one("main", id="main")["tabindex"] == "-1"
    assert len(html.all("h1")) == 1
    assert "T · Saltmarsh Clay" in html.text
    assert len(html.ids()) == len(set(html.ids()))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_inline_and_nothing_from_elsewhere(env: Environment, layout: str) -> None:
    html = page(env, layout)
    assert not html.all("style")
    for tag, attrs in html.elements:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith("on")], tag
    assert all(script.get("src") for script in html.all("script"))
    addresses = [attrs.get("src") or attrs.get("href") or "" for tag, attrs in html.elements]
    assert not [address for address in addresses if address.startswith(("http", "//"))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_styles_exist_and_the_owners_colours_come_after_ours(env: Environment, layout: str) -> None:
    sheets = [link["href"] or "" for link in page(env, layout).all("link", rel="stylesheet")]
    ours = [sheet for sheet in sheets if sheet != "/site.1f.css"]
    assert all((ROOM / sheet.replace("/static/", "static/", 1).lstrip("/")).is_file() for sheet in ours)
    assert sheets.index("/static/ui/css/tokens.css") < sheets.index("/site.1f.css")
    assert len(sheets) == len(set(sheets)) <= 16


def test_a_page_may_ask_for_more_styles(env: Environment) -> None:
    source = "{% set stylesheets = ('library', 'receipt') %}{% extends 'ui/account.jinja' %}{% block content %}{% endblock %}"
    html = Html(env.from_string(source).render(frame()).replace("<!doctype html>", ""))
    sheets = [link["href"] for link in html.all("link", rel="stylesheet")]
    assert {"/static/ui/css/library.css", "/static/ui/css/receipt.css"} <= set(sheets)


def test_right_to_left_takes_the_other_bootstrap(env: Environment) -> None:
    html = page(env, "customer", site=Site(name="S", language="ar", direction="rtl"))
    assert html.one("html")["dir"] == "rtl"
    sheets = [link["href"] for link in html.all("link", rel="stylesheet")]
    assert "/static/ui/vendor/bootstrap.rtl.min.css" in sheets
    assert "/static/ui/vendor/bootstrap.min.css" not in sheets


def test_user_menu_with_its_ways(env: Environment) -> None:
    html = page(env, "account", "content")
    assert html.one("details", id="user-menu")
    assert "Your account, Ana Belén" in html.text
    hrefs = [link["href"] for link in html.all("a")]
    assert hrefs.count("/settings/") == 3  # menu, side, footer
    assert html.one("form", action="/sign_out/")["method"] == "post"
    assert html.one("input", name="csrfmiddlewaretoken")


def test_without_the_user_menu_only_help_and_sign_out_stay(env: Environment) -> None:
    html = page(env, "customer", navigation=Navigation(False, "/", (), MENU, MENU))
    assert not html.all("details")
    hrefs = {link["href"] for link in html.all("a")}
    assert hrefs == {"#main", "/", "mailto:studio@saltmarsh.example"}
    assert html.one("button", class_="foot-button")
    assert html.one("form", action="/sign_out/")


def test_nobody_signed_in_gets_no_sign_out(env: Environment) -> None:
    assert not page(env, "customer", viewer=None).all("form")


def test_office_shows_who_and_where(env: Environment) -> None:
    html = page(env, "office")
    assert "Owner" in html.text
    assert "1,284" in html.text


def test_a_name_that_is_missing_is_an_error(env: Environment) -> None:
    with pytest.raises(UndefinedError):
        env.from_string("{{ nobody_gave_this }}").render()


def test_hostile_names_stay_text(env: Environment) -> None:
    bad = '"><script>alert(1)</script>'
    html = page(env, "customer", site=Site(name=bad, footer_line=bad, contact_email=bad, logo_url=bad))
    assert [script for script in html.all("script") if not script.get("src")] == []


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
def test_error_pages_need_nothing(env: Environment, status: int) -> None:
    words = ErrorWords(status, "Not here", "Nothing was changed.")
    drawn = env.get_template("ui/error.jinja").render(site=NEUTRAL_SITE, error=words, home_url="/")
    html = Html(drawn.replace("<!doctype html>", ""))
    assert html.one("h1")
    assert html.one("a", class_="btn")["href"] == "/"
    assert not html.all("form")
