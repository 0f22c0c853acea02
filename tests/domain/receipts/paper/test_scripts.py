import struct

import pytest

from portico.domain.receipts.paper.coverage import FONTS, Coverage, font_coverage
from portico.domain.receipts.paper.scripts import script_name, uncovered_scripts


def test_our_fonts_cover_the_scripts_we_promise():
    texts = [
        "Ana Ñ Ł ß",
        "Ελένη",
        "Ольга",
        "محمد",
        "שלום",
        "क्षत्रिय",
        "น้ำทิพย์",
        "王小明",
        "カタカナ かな",
        "김철수",
        "€₹₺−…„“",
    ]
    assert uncovered_scripts(texts) == {}


def test_each_hangul_syllable_and_common_ideograph_is_covered():
    coverage = font_coverage()
    assert all(code in coverage for code in range(0xAC00, 0xD7A4))
    assert all(code in coverage for code in range(0x4E00, 0x9FA6))


def test_texts_are_counted_by_script():
    texts = ["தமிழ்", "Ana தமிழ் 🎉", "ગુજરાતી", "Ana", "🎉🎉", "", "\ue000"]
    assert uncovered_scripts(texts) == {"Tamil": 2, "Symbols": 2, "Gujarati": 1, "Unassigned": 1}


def test_signs_that_draw_nothing_need_no_font():
    assert uncovered_scripts(["\u200d\ufe0f\t\n\u00a0\u202e\x00\U000e0100\u2028\u2066"]) == {}
    assert uncovered_scripts(["\u1680", "\ufff9"]) == {"Symbols": 2}


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("ｱ", "Katakana"),
        ("漢", "Han"),
        ("〆", "Han"),
        ("ꯃ", "Meetei Mayek"),
        ("A", "Latin"),
        ("१", "Devanagari"),
        ("☃", "Symbols"),
        ("½", "Symbols"),
        ("\U000e0fff", "Unassigned"),
        ("〇", "Han"),
    ],
)
def test_scripts_have_their_unicode_names(char, name):
    assert script_name(char) == name


def test_ranges_may_come_in_any_order_and_overlap():
    coverage = Coverage([(10, 20), (5, 12), (21, 22), (40, 40)])
    assert [code for code in range(50) if code in coverage] == [*range(5, 23), 40]
    assert 5 not in Coverage([])


def test_an_extra_folder_adds_its_fonts_and_skips_what_is_broken(tmp_path):
    (tmp_path / "broken.ttf").write_bytes((FONTS / "NotoSans-Regular.ttf").read_bytes()[:300])
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "note.txt").write_text("no font")
    (tmp_path / "tamil.ttc").write_bytes(collection(character_map(0x0B85, 0x0BB9)))
    assert uncovered_scripts(["த", "అ"], tmp_path) == {"Telugu": 1}


def character_map(start, end):
    """A `cmap` table with one wide map (format 12)."""
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, start, end, 7)


def collection(table):
    """A font collection whose one face has this one table."""
    header = b"ttcf" + struct.pack(">III", 0x10000, 1, 16)
    face = struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 44, len(table))
    return header + face + table
