"""What people write here, made clean and checked: it can be seen, it is not too long, it reads the way it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from portico.core.text import clean_line, clean_lines, has_unshowable, shows_nothing
from portico.domain.communities.errors import InvalidWords

# Characters, as the columns have room for.
TITLE, POST, COMMENT = 150, 10_000, 5_000
NAME, HEADLINE, BIO = 80, 120, 600

_BREAKS = re.compile(r"[\r\n\t]")


def cleaned_post(title: str, text: str) -> tuple[str, str]:
    """Title and text of a post as they are stored. Raises InvalidWords with every field that is wrong."""
    found = _cleaned(
        {"title": (title, clean_line, TITLE), "text": (text, clean_lines, POST)},
        needed={"text": _("Write something first.")},
    )
    return found["title"], found["text"]


def cleaned_comment(text: str) -> str:
    """The text of a comment as it is stored. Raises InvalidWords."""
    return _cleaned({"text": (text, clean_lines, COMMENT)}, needed={"text": _("Write something first.")})["text"]


def cleaned_profile(typed: Mapping[str, str]) -> dict[str, str]:
    """Name, headline and bio of a member as they are stored, all optional. Raises InvalidWords."""
    fields = {
        "display_name": (typed.get("display_name", ""), clean_line, NAME),
        "headline": (typed.get("headline", ""), clean_line, HEADLINE),
        "bio": (typed.get("bio", ""), clean_lines, BIO),
    }
    return _cleaned(fields)


def line_problem(typed: str, most: int) -> str:
    """What is wrong with one line, "" when nothing is; an empty one is right."""
    return _problem(typed, clean_line(typed), most)


def _cleaned(
    fields: Mapping[str, tuple[str, Callable[[str], str], int]], *, needed: Mapping[str, str] | None = None
) -> dict[str, str]:
    errors: dict[str, str] = {}
    values: dict[str, str] = {}
    for name, (typed, clean, most) in fields.items():
        values[name] = clean(typed)
        problem = _problem(typed, values[name], most)
        if not problem and not values[name] and needed and name in needed:
            problem = needed[name]
        if problem:
            errors[name] = problem
    if errors:
        raise InvalidWords(errors)
    return values


def _problem(typed: str, value: str, most: int) -> str:
    if len(value) > most:
        words = {"limit": most, "count": len(value)}
        return _("This is too long: %(count)s characters. Use %(limit)s at most.") % words
    if has_unshowable(_BREAKS.sub(" ", typed)):
        return _("This holds a character that cannot be shown. Type it again without pasting.")
    if value and shows_nothing(value):
        return _("Nobody would see anything here: it holds only invisible characters. Empty it or write something.")
    return ""
