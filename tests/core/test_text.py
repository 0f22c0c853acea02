"""Text as people type it: cleaned, folded, and the one form of an email address."""

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.core.text import canonical_email, clean_line, fold, has_unshowable, shows_nothing


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Ana   Lima ", "Ana Lima"),
        ("Ana\u00a0Lima", "Ana Lima"),
        ("Ana\r\nLima\t", "Ana Lima"),
        ("Jose\u0301", "Jos\u00e9"),
        ("王\u3000小明", "王 小明"),
        ("", ""),
    ],
)
def test_a_line_is_stored_clean(typed: str, stored: str) -> None:
    assert clean_line(typed) == stored


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean_line(typed)
    assert clean_line(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    "mark",
    ["\x00", "\n", "\t", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\u2069", "\ufeff", "\ud800"],
)
def test_what_a_page_cannot_show_is_seen(mark: str) -> None:
    assert has_unshowable(f"Ana{mark}Lima")


@pytest.mark.parametrize("text", ["Ana Lima", "Δημήτρης", "محمد", "王小明", "O’Neill", "👩‍🎨", "Zoë"])
def test_any_script_can_be_shown(text: str) -> None:
    assert not has_unshowable(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Özil", "ozil"), ("STRASSE", "straße"), ("Ａｎａ", "ana"), ("José", "JOSE"), ("Łukasz", "łUKASZ"), ("ﬁn", "FIN")],
)
def test_search_sees_no_case_accents_or_width(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_search_tells_letters_apart() -> None:
    assert fold("Lima") != fold("Lime")
    assert fold("王") != fold("玉")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ana@Example.ORG", "ana@example.org"),
        ("  ana@example.org ", "ana@example.org"),
        ("a.n.a+shop@example.org", "a.n.a+shop@example.org"),
        ("ana@exämple.org", "ana@xn--exmple-cua.org"),
        ("ana@EXÄMPLE.org", "ana@xn--exmple-cua.org"),
        ("Jose\u0301@example.org", "jos\u00e9@example.org"),
        ("o'neill/x=y@example.org", "o'neill/x=y@example.org"),
    ],
)
def test_an_address_has_one_form(typed: str, stored: str) -> None:
    assert canonical_email(typed) == stored
    assert canonical_email(stored) == stored


def test_no_dot_tricks_and_no_lookalikes() -> None:
    assert canonical_email("a.na@example.org") != canonical_email("ana@example.org")
    assert canonical_email("m\u0131ke@example.org") != canonical_email("mike@example.org")
    assert canonical_email("ana@ex\u0430mple.org") != canonical_email("ana@example.org")  # a Cyrillic a


@pytest.mark.parametrize(
    "typed",
    [
        "", "ana", "@example.org", "ana@", "ana@\n.org", "a\x00na@example.org", "ana@" + "a" * 64 + "ä.org",
        "a" * 250 + "@e.org", "\u0130" * 240 + "@example.org",
        # one address is one mailbox: none of these may be read as another one, or as two, by a mail program
        "ana@evil.example@example.org", "ana,ben@example.org", "ana(x)@example.org", "<ana>@example.org",
        "ana;ben@example.org", '"ana"@example.org', "ana lima@example.org", "a\\na@example.org", "ana:x@example.org",
        # hosts that are none, or are another way of writing one
        "ana@example.org.", "ana@.example.org", "ana@example..org", "ana@exa mple.org", "ana@[127.0.0.1]",
        "ana@example.org/x", "ana@example.org?x",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not an email address"):
        canonical_email(typed)


@given(st.emails())
def test_the_form_of_a_form_is_itself(typed: str) -> None:
    try:
        once = canonical_email(typed)
    except ValueError:
        return
    assert canonical_email(once) == once == once.lower()


@given(st.text())
def test_any_text_is_an_address_or_refused(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert "@" in canonical_email(typed)


@pytest.mark.parametrize(
    "text", ["", "  \n", "\u200b\u200d\u2060\ufeff", "\u00ad", "\u3164", "\u2800 \u115f", "\u0301", "\ufe0f"]
)
def test_text_of_invisible_signs_alone_shows_nothing(text: str) -> None:
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", "\u200ba", "天", "👩\u200d🎨", "é", "e\u0301", ".", "می\u200cخواهم"])
def test_text_with_one_visible_sign_shows_something(text: str) -> None:
    assert not shows_nothing(text)
