import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portico.domain.receipts.paper.coverage import FONTS
from portico.domain.receipts.paper.pdf import render_pdf
from portico.domain.receipts.paper.sheet import Columns, Line, Party, Payment, State, Sum, to_json

from .reading import needs_pdftotext, open_pdf, pdf_text, pypdf_text
from .samples import made_out_to, make_sheet, shown_texts


def picture(kind, size=(64, 64)):
    file = io.BytesIO()
    Image.new("RGB", size, "#2743b8").save(file, kind)
    return file.getvalue()


LOGO = picture("PNG")


def tags(pdf, wanted):
    """The elements of the tag tree with this name, in order."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            return [found for item in node for found in walk(item)]
        if not isinstance(node, dict):
            return []
        mine = [node] if node.get("/S") == wanted else []
        return mine + (walk(node["/K"]) if "/K" in node else [])

    return walk(open_pdf(pdf).root_object["/StructTreeRoot"])


def test_every_text_of_the_sheet_stands_in_the_pdf_in_order():
    sheet = make_sheet()
    text, place = pdf_text(render_pdf(sheet)), 0
    for wanted in shown_texts(sheet):
        place = text.index(wanted, place) + len(wanted)
    assert text.endswith("SC-00533 Page 1 of 1")


@pytest.mark.parametrize(
    "name",
    [
        "Ana María Ñuñez-Şahin",
        "Ελένη Παπαδοπούλου",
        "Ольга Їжак",
        "王小明 商务有限公司",
        "山田 太郎 カタカナ",
        "김철수 주식회사",
        "עדנה ברק",
        pytest.param("क्षत्रिय श्रीनिवास", marks=needs_pdftotext),
        pytest.param("น้ำทิพย์ ใจดีมากๆ", marks=needs_pdftotext),
    ],
)
def test_names_in_our_scripts_can_be_read_back(name):
    text = pdf_text(render_pdf(made_out_to(name)))
    assert all(word in text for word in name.split())


def test_an_arabic_name_can_be_read_back():
    text = pypdf_text(render_pdf(made_out_to("محمد عبد الله الأندلسي")))  # pdftotext turns its ligatures around
    assert all(word in text for word in ("محمد", "عبد", "الله", "الأندلسي"))


@needs_pdftotext
@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        "#(1+1) $x^2$ #eval(1)",
        "back\\slash \\u{41} \\ ] } )",
        "*bold* _slanted_ `code` @label <label> ~ -- ... // gone /* gone */ = head",
        "<script>alert(1)</script>",
        "<img src=http://x.example> &amp;",
        "{{ 7*7 }} {secret} {page} %s",
        '"},"fonts":["x"]',
    ],
)
def test_hostile_text_prints_as_text(hostile):
    sheet = made_out_to(hostile, notes=(hostile,), lines=(Line(hostile, hostile, "1", "", "€1.00"),))
    assert pdf_text(render_pdf(sheet)).replace(" ", "").count(hostile.replace(" ", "")) == 4


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_at_all_prints_anywhere(text):
    sheet = make_sheet(
        **dict.fromkeys(("document_title", "title", "number"), f"A{text}"),
        **dict.fromkeys(("number_label", "date", "version_line", "page_label"), text),
        state=State(text, "paid"),
        seller=Party(text, (text, text)),
        purchase=Party(text, ()),
        columns=Columns(text, text, text, text),
        lines=(Line(text, text, text, text, text),),
        sums=(Sum(text, text, "total"),),
        payment=Payment(text, (text,)),
        notes=(text,),
    )
    assert render_pdf(sheet, logo=LOGO).startswith(b"%PDF")


def test_a_character_without_a_font_prints_as_the_replacement_sign():
    assert "A � B" in pdf_text(render_pdf(made_out_to("A 🎉 B")))


def test_a_line_stays_one_line_whatever_control_signs_it_holds():
    assert "one two three" in pdf_text(render_pdf(made_out_to("one\ntwo\u2028three\x00")))


def test_extra_fonts_are_used(tmp_path):
    (tmp_path / "no-font.ttf").write_bytes(b"nothing")
    extra = render_pdf(made_out_to("王"), extra_fonts=tmp_path)
    assert extra == render_pdf(made_out_to("王"))  # nothing in it changes nothing
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "again.ttf").write_bytes((FONTS / "NotoSans-Regular.ttf").read_bytes())
    assert render_pdf(made_out_to("Ana"), extra_fonts=tmp_path / "more").startswith(b"%PDF")


def test_the_previous_customer_never_shows():
    ana, ben = made_out_to("Ana Almeida"), made_out_to("Ben Bakker", number="SC-9")
    for _ in range(3):
        assert "Ben Bakker" not in (text := pdf_text(render_pdf(ana)))
        assert "Ana Almeida" in text
        assert "Ana Almeida" not in (text := pdf_text(render_pdf(ben)))
        assert "SC-00533" not in text


def test_threads_never_mix_customers():
    sheets = [made_out_to(name) for name in ("Ana Almeida", "Ben Bakker")]
    right = [render_pdf(sheet) for sheet in sheets]
    assert right[0] != right[1]

    def draw(thread):
        return [render_pdf(sheets[(thread + turn) % 2]) == right[(thread + turn) % 2] for turn in range(20)]

    with ThreadPoolExecutor(8) as pool:
        assert all(all(answers) for answers in pool.map(draw, range(8)))


def test_the_same_sheet_gives_the_same_bytes_in_another_process():
    sheet = made_out_to("Ana 王小明 محمد")
    program = (
        "import sys; from portico.domain.receipts.paper import pdf, sheet;"
        "sys.stdout.buffer.write(pdf.render_pdf(sheet.from_json(sys.stdin.buffer.read())))"
    )
    done = subprocess.run([sys.executable, "-c", program], input=to_json(sheet), capture_output=True, check=True)
    assert done.stdout == render_pdf(sheet)


def test_the_pdf_is_tagged_titled_dated_and_in_its_language():
    reader = open_pdf(pdf := render_pdf(make_sheet(language="pt-BR", document_title="Recibo SC-00533")))
    assert reader.root_object["/Lang"] == "pt-BR"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Recibo SC-00533"
    assert reader.metadata.creation_date.isoformat() == "2026-11-22T10:00:00+00:00"
    assert b"pdfuaid" in (about := reader.root_object["/Metadata"].get_data())
    assert b"<pdfaid:part>2</pdfaid:part>" in about
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert len(tags(pdf, "/H1")) == 1
    assert len(tags(pdf, "/H2")) == 3
    assert len(tags(pdf, "/TH")) == 4
    assert len(tags(pdf, "/TD")) == 12


@pytest.mark.parametrize("language", ["he", "en"])
def test_a_right_to_left_sheet_reads_from_the_right(language):
    sheet = make_sheet(language=language, direction="rtl", title="קבלה", document_title="קבלה 1")
    reader, where = open_pdf(render_pdf(sheet)), {}
    # the viewer's own order of pages follows the language, the sheet follows its direction
    assert reader.root_object["/ViewerPreferences"]["/Direction"] == ("/R2L" if language == "he" else "/L2R")
    reader.pages[0].extract_text(visitor_text=lambda text, _cm, tm, *_: where.setdefault(text.strip(), tm[4] + _cm[4]))
    assert where["What"] > where["Quantity"] > where["Amount"]


@pytest.mark.parametrize(("kind", "size"), [("PNG", (64, 64)), ("JPEG", (900, 200)), ("WEBP", (30, 300))])
def test_the_logo_is_drawn_with_the_sellers_name_as_its_description(kind, size):
    pdf = render_pdf(make_sheet(), logo=picture(kind, size))
    assert [figure["/Alt"] for figure in tags(pdf, "/Figure")] == ["Saltmarsh Clay B.V."]
    assert len(open_pdf(pdf).pages) == 1
    assert render_pdf(make_sheet()) != pdf == render_pdf(make_sheet(), logo=picture(kind, size))


@pytest.mark.parametrize("logo", [b"", b"GIF89a", b'<svg xmlns="http://www.w3.org/2000/svg"/>'])
def test_another_kind_of_logo_is_refused(logo):
    with pytest.raises(ValueError, match="logo"):
        render_pdf(make_sheet(), logo=logo)


def test_long_words_wrap_and_stay_on_the_page():
    word, mail = "Ŵ" * 200, "ana." * 30 + "@example.com"
    sheet = make_sheet(
        title=word[:60],
        seller=Party("From", (word, mail)),
        lines=(Line(word, mail, "9" * 40, "Umsatzsteuer ermäßigt", "9" * 60),),
        sums=(Sum(word, word[:80], "total"),),
        payment=Payment(word, (mail,)),
        notes=(word,),
    )
    pdf = render_pdf(sheet)
    text = pypdf_text(pdf).replace(" ", "")
    assert text.count("Ŵ") == 60 + 5 * 200 + 80
    assert text.count("ana." * 30 + "@example.com") == 3
    _assert_inside_the_margins(pdf)


def test_a_hundred_lines_spread_over_pages_with_the_head_row_on_each():
    lines = tuple(Line(f"Course number {n}.", "A note", "1", "21%", f"€{n}.00") for n in range(100))
    reader = open_pdf(pdf := render_pdf(make_sheet(lines=lines)))
    pages = [page.extract_text() for page in reader.pages]
    assert 4 < len(pages) < 10
    assert all("Quantity" in page and f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages[:-1], 1))
    assert all(sum(line.text in page for page in pages) == 1 for line in lines)
    assert len(tags(pdf, "/Table")) == 1
    _assert_inside_the_margins(pdf)


def test_a_row_longer_than_a_page_goes_on_over_the_next():
    words = " ".join(f"w{n}." for n in range(330))
    line = Line(words, words, "", "", "")
    pages = [page.extract_text() for page in open_pdf(render_pdf(make_sheet(lines=(line, line)))).pages]
    assert len(pages) > 2
    assert sum(page.count("w329.") for page in pages) == 4


def _assert_inside_the_margins(pdf):
    """No letter is painted outside the paper's margin (A4 is 595 by 842 points, the margin 45)."""
    for page in open_pdf(pdf).pages:
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    sides = [line.split('"') for line in done.stdout.decode().splitlines() if "<word" in line]
    assert sides
    assert min(float(side[1]) for side in sides) > 45
    assert max(float(side[5]) for side in sides) < 551
    assert max(float(side[7]) for side in sides) < 835
