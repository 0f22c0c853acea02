"""What people write here, made clean and checked: it can be seen, it is not too long, it reads the way it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from portico.core.text import clean_line, clean_lines
from portico.core.typed import problem_of
from portico.domain.communities.errors import InvalidWords

# Characters, as the columns have room for.
TITLE, POST, COMMENT = 150, 10_000, 5_000
NAME, HEADLINE, BIO = 80, 120, 600


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
    return problem_of(typed, clean_line(typed), most)


def _cleaned(
    fields: Mapping[str, tuple[str, Callable[[str], str], int]], *, needed: Mapping[str, str] | None = None
) -> dict[str, str]:
    errors: dict[str, str] = {}
    values: dict[str, str] = {}
    for name, (typed, clean, most) in fields.items():
        values[name] = clean(typed)
        problem = problem_of(typed, values[name], most)
        if not problem and not values[name] and needed and name in needed:
            problem = needed[name]
        if problem:
            errors[name] = problem
    if errors:
        raise InvalidWords(errors)
    return values
