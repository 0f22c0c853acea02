from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.interfaces.ui.options import OptionList
from tests.interfaces.ui.conftest import Html

Draw = Callable[..., Html]

CONTROLS = {
    "text": ("input", "{{ f.text('x', label, value, error, help) }}"),
    "text with a prefix": ("input", "{{ f.text('x', label, value, error, help, prefix='site.example/') }}"),
    "password": ("input", "{{ f.password('x', label, error, help) }}"),
    "textarea": ("textarea", "{{ f.textarea('x', label, value, error, help) }}"),
    "select": ("select", "{{ f.select('x', label, [(value, label)], value, error, help) }}"),
    "checkbox": ("input", "{{ f.checkbox('x', label, true, error, help, value=value) }}"),
    "switch": ("input", "{{ f.switch('x', label, true, error, help, value=value) }}"),
    "choice": ("fieldset", "{{ f.choice('x', label, [(value, label, label)], value, error, help) }}"),
    "file": ("input", "{{ f.file('x', label, error, help) }}"),
}
HOSTILE = ['"><script>alert(1)</script>', "' onfocus='alert(1)", "عبد الرحمن 'أبو' علي", "</textarea><b>"]


@pytest.mark.parametrize("name", CONTROLS)
def test_label_help_and_error_belong_to_the_control(draw: Draw, name: str) -> None:
    tag, source = CONTROLS[name]
    html = draw(source, label="City", value="Harlingen", error="Say which.", help="As on letters.")
    control = html.one(tag, id="id_x")
    assert control["aria-invalid"] == "true"
    described = (control["aria-describedby"] or "").split()
    assert described[-2:] == ["id_x-help", "id_x-error"]
    assert set(described) <= set(html.ids())
    assert len(html.ids()) == len(set(html.ids()))
    if name != "choice":
        assert "id_x" in [label["for"] for label in html.all("label")]


@pytest.mark.parametrize("name", CONTROLS)
def test_nothing_wrong_says_nothing(draw: Draw, name: str) -> None:
    tag, source = CONTROLS[name]
    html = draw(source, label="City", value="Harlingen", error="", help="")
    control = html.one(tag, id="id_x")
    assert "aria-invalid" not in control
    assert "-error" not in html.text
    assert "is-invalid" not in html.text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", CONTROLS)
def test_what_was_typed_stays_text(draw: Draw, name: str, hostile: str) -> None:
    tag, source = CONTROLS[name]
    html = draw(source, label=hostile, value=hostile, error=hostile, help=hostile)
    assert not html.all("script")
    assert not html.all("b")
    assert not [attrs for _, attrs in html.elements if "onfocus" in attrs]
    control = html.one(tag, id="id_x")
    if tag == "input" and control["type"] in ("text", "checkbox"):
        assert control["value"] == hostile


def test_a_password_is_never_shown_again(draw: Draw) -> None:
    html = draw("{{ f.password('p', 'Password', link=('/forgot/', 'Forgot password?')) }}")
    assert "value" not in html.one("input")
    assert html.one("a")["href"] == "/forgot/"
    # Without script the button would do nothing, so it waits hidden.
    assert "hidden" in html.one("button", type="button")


def test_a_text_that_begins_with_an_empty_line_keeps_it(draw: Draw) -> None:
    # Browsers drop the first line break after <textarea>, so one more is drawn.
    assert ">\n\nfirst</textarea>" in draw("{{ f.textarea('x', 'Bio', '\n\nfirst'[1:]) }}").text


def test_characters_left(draw: Draw) -> None:
    html = draw("{{ f.textarea('bio', 'Bio', 'abc', maxlength=300, count=true) }}")
    assert "297 characters left" in html.text
    assert html.one("div", id="id_bio-left")["data-words"] == "{count} characters left"
    assert html.one("textarea")["data-count"] == "id_bio-left"


def test_optional_is_said_and_required_is_not(draw: Draw) -> None:
    assert "(optional)" in draw("{{ f.text('x', 'Company', optional=true) }}").text
    assert "optional" not in draw("{{ f.text('x', 'Name') }}").text


def test_more_attributes(draw: Draw) -> None:
    html = draw("{{ f.text('x', 'Code', columns=4, attrs={'required': '', 'data-a': '\"'}, describedby='note') }}")
    control = html.one("input")
    assert control["required"] == ""
    assert control["data-a"] == '"'
    assert control["aria-describedby"] == "note"
    assert html.all("div", class_="c4")


def test_select_from_pairs(draw: Draw) -> None:
    html = draw("{{ f.select('x', 'Year', [(2026, '2026'), (2025, '2025')], '2025', empty='All') }}")
    assert [option["value"] for option in html.all("option")] == ["", "2026", "2025"]
    assert "selected" in html.one("option", value="2025")


def test_kept_options_choose_one() -> None:
    kept = OptionList([("NL", "Netherlands"), ('"', "<b>"), ("CI", "Côte d'Ivoire")])
    chosen = Html(kept.selecting('"'))
    assert [name for name in chosen.all("option") if "selected" in name] == [{"value": '"', "selected": None}]
    assert not chosen.all("b")
    assert "selected" not in kept.selecting("XX")
    assert kept.selecting("NL").startswith('<option value="NL" selected>')


def test_kept_options_in_a_select(draw: Draw) -> None:
    html = draw("{{ f.select('c', 'Country', kept, 'NL') }}", kept=OptionList([("BE", "Belgium"), ("NL", "N")]))
    assert "selected" in html.one("option", value="NL")
    assert "selected" not in html.one("option", value="BE")
