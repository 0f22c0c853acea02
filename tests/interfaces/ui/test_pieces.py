from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from portico.interfaces.ui.context import Viewer
from portico.interfaces.ui.forms import Problem
from tests.interfaces.ui.conftest import ROOM, Html

Draw = Callable[..., Html]
BAD = '"><script>alert(1)</script>'


def test_an_icon_is_quiet_and_comes_from_our_file(draw: Draw) -> None:
    html = draw("{{ p.icon('download', 'muted') }}")
    assert html.one("svg")["aria-hidden"] == "true"
    assert (html.one("use")["href"] or "").endswith("icons.svg#i-download")


def test_every_icon_a_template_names_is_in_the_file() -> None:
    have = set(re.findall(r'id="i-([^"]+)"', (ROOM / "static/ui/vendor/icons.svg").read_text()))
    templates = list(ROOM.parent.rglob("*.jinja"))
    named = {name for path in templates for name in re.findall(r"\bicon\('([a-z0-9-]+)'", path.read_text())}
    assert named
    assert named - have == set()


def test_error_summary_links_to_fields_and_can_take_the_focus(draw: Draw) -> None:
    errors = [Problem("Enter an email", "id_email"), Problem(BAD)]
    html = draw("{{ p.error_summary(errors) }}", errors=errors)
    notice = html.one("div", role="alert")
    assert notice["tabindex"] == "-1"
    assert html.one("a")["href"] == "#id_email"
    assert "2 things need a change" in html.text
    assert not html.all("script")
    assert "One thing needs a change" in draw("{{ p.error_summary(errors) }}", errors=errors[:1]).text
    assert draw("{{ p.error_summary([]) }}").elements == []


def test_notices(draw: Draw) -> None:
    html = draw(
        "{{ p.notice('ok', text, title) }}{% call p.notice() %}<em>{{ text }}</em>{% endcall %}",
        text=BAD,
        title=BAD,
    )
    assert not html.all("script")
    assert len(html.all("div", class_="notice")) == 2
    assert "role" not in html.one("div", class_="notice-ok")
    assert html.all("em")
    assert draw("{{ p.notice('bad', 'x') }}").one("div", class_="notice")["role"] == "alert"
    assert "role" not in draw("{{ p.notice('bad', 'x', alert=false) }}").one("div", class_="notice")


def test_avatar_is_a_picture_or_initials(draw: Draw) -> None:
    person = Viewer("1", BAD, "a@example.com", "<b", 11)
    html = draw("{{ p.avatar(person, 'lg') }}", person=person)
    shown = html.one("span")
    assert shown["class"] == "avatar s-lg initials-11"
    assert shown["aria-hidden"] == "true"
    assert not html.all("b")
    with_picture = Viewer("1", "Ana", "a@example.com", "A", 1, avatar_url="/avatars/1.webp")
    assert draw("{{ p.avatar(person) }}", person=with_picture).one("img") == {
        "class": "avatar",
        "src": "/avatars/1.webp",
        "alt": "",
    }


def test_pages_that_lead_nowhere_are_no_links(draw: Draw) -> None:
    html = draw("{{ p.pages('', '?after=9', '50 on this page', 'Pages of contacts') }}")
    assert [link["href"] for link in html.all("a")] == ["?after=9"]
    assert html.one("span", **{"aria-disabled": "true"})
    assert not draw("{{ p.pages('', '', '3 on this page', 'Pages') }}").all("ul")


def test_a_form_section_posts_and_swaps_itself(draw: Draw) -> None:
    source = (
        "{% call p.form_section('contact', '/settings/contact/', 'Contact information', 'Save contact information',"
        " csrf_input, busy='Saving contact information', version=4, errors=errors, saved=saved) %}"
        "<p>fields</p>{% endcall %}"
    )
    html = draw(source, errors=[], saved="Saved at 14:32.")
    form = html.one("form")
    assert (form["method"], form["action"]) == ("post", "/settings/contact/")
    assert (form["hx-post"], form["hx-target"]) == ("/settings/contact/", "#contact")
    assert form["aria-labelledby"] in html.ids()
    assert html.one("input", name="version")["value"] == "4"
    assert html.one("input", name="csrfmiddlewaretoken")
    assert html.one("button")["data-busy"] == "Saving contact information"
    assert "disabled" not in html.one("button")
    assert "hidden" not in html.one("span", role="status")
    assert "hidden" in html.one("span", class_="unsaved")

    refused = draw(source, errors=[Problem("No", "id_x")], saved="")
    assert "hidden" not in refused.one("span", class_="unsaved")
    assert "hidden" in refused.one("span", role="status")
    assert refused.one("div", role="alert")


def test_a_form_that_leaves_the_page_is_plain(draw: Draw) -> None:
    html = draw("{% call p.form_section('a', '/a/', 'A', 'Save A', csrf_input, plain=true) %}{% endcall %}")
    assert not [name for name in html.one("form") if name.startswith("hx-")]


def test_dialog_asks_with_its_way_out_first(draw: Draw) -> None:
    html = draw(
        "{% call p.dialog('off', '/off/', title, 'Remove', 'Keep it', '/site/', csrf_input) %}"
        "{{ p.facts([('lock', title)]) }}{% endcall %}",
        title=BAD,
    )
    assert not html.all("script")
    assert html.one("dialog")["aria-labelledby"] == "off-title"
    assert html.one("a", href="/site/")
    assert html.one("button", class_="btn-danger")
    assert html.one("form")["method"] == "post"
    assert html.all("li")


def test_small_pieces_escape(draw: Draw) -> None:
    source = (
        "{{ p.badge(x, 'ok', 'check') }}{{ p.pairs([(x, x), ('Company', '')]) }}{{ p.empty(x, x, x, x) }}"
        "{{ p.jump([(x, x)]) }}{{ p.back(x, x) }}{{ p.saved_line(x) }}"
        "{% call p.section('s', x, x) %}{{ x }}{% endcall %}"
    )
    html = draw(source, x=BAD)
    assert not html.all("script")
    assert "Not filled in" in html.text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ when|moment }}", '<time datetime="2026-11-22T14:05:00+01:00">22 Nov 2026, 14:05 CET</time>'),
        ("{{ when|date }}", '<time datetime="2026-11-22">22 Nov 2026</time>'),
        ("{{ day|date }}", '<time datetime="2027-03-14">14 Mar 2027</time>'),
        ("{{ when|time }}", "14:05"),
        ("{{ 2410|money('EUR') }}", '<span class="num">€24.10</span>'),
        ("{{ 3200|money('JPY') }}", '<span class="num">¥3,200</span>'),
        ("{{ -3010|money('EUR') }}", '<span class="num">−€30.10</span>'),
    ],
)
def test_dates_and_money(draw: Draw, source: str, shown: str) -> None:
    with timezone.override("Europe/Amsterdam"), translation.override("en"):
        drawn = draw(source, when=datetime(2026, 11, 22, 13, 5, tzinfo=UTC), day=date(2027, 3, 14))
    assert drawn.text == shown


def test_the_day_is_that_of_the_reader(draw: Draw) -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with timezone.override("Asia/Tokyo"), translation.override("en"):
        assert "23 Nov 2026" in draw("{{ when|date }}", when=late).text
