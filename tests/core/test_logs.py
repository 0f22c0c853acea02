"""Nobody writes a second log line through what they send."""

import logging
import os

import pytest

from portico.core.logs import OneLine


def line(message: str, *args: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("portico", logging.WARNING, "x.py", 1, message, args, info)
    return OneLine().format(record)


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x00", "\u2028", "\x85", "\u202e", "\ud800"])
def test_a_line_stays_one_line(sign: str) -> None:
    written = line("Not Found: /%s", f"a{sign}2026-11-22 ERROR forged")
    assert written.isprintable()
    assert written.count("forged") == 1
    written.encode("utf-8")


def test_it_says_when_how_bad_who_and_what() -> None:
    assert line("saved %s", "Zoë 王").endswith("WARNING portico saved Zoë 王")


def test_an_error_is_told_by_kind_and_place_without_what_it_quotes() -> None:
    with pytest.raises(RuntimeError) as caught:
        fail_for("ana@example.org")
    written = line("failed", error=caught.value)
    assert written.isprintable()
    assert "builtins.RuntimeError | " in written
    assert " in fail_for | caused by builtins.KeyError | " in written
    assert "ana@example.org" not in written


def fail_for(email: str) -> None:
    try:
        os.environ[email]
    except KeyError as error:
        raise RuntimeError(f"{email} is taken") from error
