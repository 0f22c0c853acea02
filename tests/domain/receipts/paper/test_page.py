import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import portico
from portico.domain.receipts.paper.sheet import State

from .reading import page_words
from .samples import made_out_to, make_sheet, shown_texts

TEMPLATES = Path(portico.__file__).parent / "interfaces" / "ui" / "templates"


@pytest.fixture(scope="module")
def draw():
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("ui/receipt_sheet.jinja").module.receipt_sheet


def test_the_page_shows_what_the_pdf_shows_in_the_same_order(draw):
    sheet = make_sheet()
    assert page_words(draw(sheet)) == shown_texts(sheet)


def test_the_sheet_has_its_language_direction_and_logo(draw):
    html = draw(make_sheet(language="he", direction="rtl"), logo_url="/files/logo.png")
    assert '<article class="sheet receipt" lang="he" dir="rtl">' in html
    assert '<img class="logo" src="/files/logo.png" alt="Saltmarsh Clay B.V.">' in html
    assert "<img" not in draw(make_sheet())


def test_hostile_text_is_text(draw):
    html = draw(made_out_to("<script>alert(1)</script>", '" onload="x'))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert 'onload="' not in html


def test_no_inline_style_or_script(draw):
    html = draw(make_sheet(), logo_url="/files/logo.png")
    assert not re.search(r"<(script|style)|\s(style|on\w+)=", html)


@pytest.mark.parametrize(("tone", "classes"), [("paid", "paid"), ("part", "paid part"), ("refunded", "paid part")])
def test_the_badge_follows_the_state(draw, tone, classes):
    assert f'<span class="{classes}"><bdi>State</bdi></span>' in draw(make_sheet(state=State("State", tone)))


def test_sums_and_empty_places(draw):
    html = draw(make_sheet(version_line="", notes=(), state=State("", "paid")))
    assert html.count('<tr class="total">') == html.count('<tr class="refund">') == 1
    assert "<strong><bdi>Kept after refund</bdi></strong>" in html
    assert not any(name in html for name in ("version-line", 'class="note"', 'class="paid'))
