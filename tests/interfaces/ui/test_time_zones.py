"""The list of time zones: every place, under names people search for, with the offset of that moment."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine
from django.utils import translation

from portico.core import dates
from portico.interfaces.ui.options import OptionList
from portico.interfaces.ui.time_zones import offset_text, zone_label, zone_options

OPTION = re.compile(r'<option value="([^"]*)"(?: data-also="([^"]*)")?(?: selected)?>([^<]*)</option>')


def options() -> dict[str, tuple[str, str]]:
    """Zone: label and other names."""
    found = OPTION.findall(str(zone_options().selecting("")))
    return {html.unescape(zone): (html.unescape(label), html.unescape(also)) for zone, also, label in found}


def test_every_zone_is_found_by_its_own_name_or_an_older_one() -> None:
    shown = options()
    names = set(shown) | {name for _label, also in shown.values() for name in also.split()}
    places = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    assert places - names == set()
    assert set(shown) <= available_timezones()
    assert len(shown) > 400


def test_each_is_offered_once_under_its_region() -> None:
    drawn = str(zone_options().selecting(""))
    assert drawn.count('value="Europe/Lisbon"') == 1
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', drawn)
    assert [label for label, _ in groups][:3] == ["Europe", "America", "Asia"]
    for label, inside in groups:
        assert OPTION.findall(inside), label
    assert "America/New_York" in dict(groups)["America"]
    assert 'value="Europe/' not in dict(groups)["Asia"]


@time_machine.travel(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))
def test_labels_are_city_country_and_offset() -> None:
    shown = options()
    assert shown["Europe/Amsterdam"][0] == "Amsterdam, Netherlands (UTC+1)"
    assert shown["America/St_Johns"][0] == "St. John’s, Canada (UTC-3:30)"
    assert shown["Asia/Kathmandu"][0] == "Kathmandu, Nepal (UTC+5:45)"
    assert shown["UTC"][0] == "UTC"
    assert "Asia/Calcutta" in shown["Asia/Kolkata"][1]
    assert shown["Asia/Kolkata"][0].startswith("Kolkata, India")
    assert "Europe/Kiev" in shown["Europe/Kyiv"][1]


@pytest.mark.parametrize(
    ("zone", "before", "instant", "after"),
    [
        ("Europe/Amsterdam", "UTC+1", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "UTC+2"),  # 02:00 is skipped
        ("Europe/Amsterdam", "UTC+2", datetime(2027, 10, 31, 1, 0, tzinfo=UTC), "UTC+1"),  # 02:00 comes twice
        ("America/New_York", "UTC-5", datetime(2027, 3, 14, 7, 0, tzinfo=UTC), "UTC-4"),
        ("Australia/Lord_Howe", "UTC+11", datetime(2027, 4, 3, 15, 0, tzinfo=UTC), "UTC+10:30"),  # by half an hour
        ("Australia/Lord_Howe", "UTC+10:30", datetime(2026, 10, 3, 15, 30, tzinfo=UTC), "UTC+11"),  # at half past
    ],
)
def test_the_offset_is_that_of_the_moment_also_where_clocks_change(
    zone: str, before: str, instant: datetime, after: str
) -> None:
    just_before = datetime.fromtimestamp(instant.timestamp() - 1, UTC)
    assert (offset_text(zone, just_before), offset_text(zone, instant)) == (before, after)
    with time_machine.travel(just_before):
        assert f"({before})" in options()[zone][0]
    with time_machine.travel(instant):
        assert f"({after})" in options()[zone][0]


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "28 Mar 2027, 01:59 CET"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "28 Mar 2027, 03:00 CEST"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "31 Oct 2027, 02:30 CEST"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "31 Oct 2027, 02:30 CET"),
    ],
)
def test_the_two_hours_of_one_name_are_told_apart(utc: datetime, local: str) -> None:
    assert dates.moment_text(utc.astimezone(ZoneInfo("Europe/Amsterdam"))) == local


def test_another_language_names_places_its_own_way() -> None:
    with translation.override("nl"):
        assert options()["Europe/Vienna"][0].startswith("Wenen, Oostenrijk")


def test_names_outside_the_list_still_have_a_label() -> None:
    assert zone_label("Asia/Calcutta").startswith("Kolkata")
    assert zone_label("Mars/Phobos") == "Mars/Phobos"
    assert "Asia/Calcutta" not in zone_options()
    assert "Asia/Kolkata" in zone_options()


def test_groups_other_words_and_the_chosen_one_are_drawn_and_escaped() -> None:
    kept = OptionList([("a", "A")], groups=[('G"', [("b", "<B>", 'old"'), ("c", "C", "")])])
    assert str(kept.selecting("b")) == (
        '<option value="a">A</option><optgroup label="G&#34;">'
        '<option value="b" data-also="old&#34;" selected>&lt;B&gt;</option><option value="c">C</option></optgroup>'
    )
