"""What is wrong with a text that somebody typed, in words for the one who typed it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portico.core.text import has_unshowable, shows_nothing

_BREAKS = re.compile(r"[\r\n\t]")


def problem_of(typed: str, value: str, limit: int) -> str:
    """One sentence, or "" when nothing is wrong; an empty text is right.

    `typed` is what came, `value` what is to be stored of it, `limit` how many characters that may have.
    """
    if len(value) > limit:
        words = {"limit": limit, "count": len(value)}
        return _("This is too long: %(count)s characters. Use %(limit)s at most.") % words
    if has_unshowable(_BREAKS.sub(" ", typed)):
        return _("This holds a character that cannot be shown. Type it again without pasting.")
    if value and shows_nothing(value):
        return _("Nobody would see anything here: it holds only invisible characters. Empty it or write something.")
    return ""
