"""What an owner typed, made ready to store, or everything wrong with it at once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portico.core.text import clean_line, clean_lines, has_unshowable, shows_nothing
from portico.domain.preferences.errors import InvalidText
from portico.domain.preferences.models import Announcement, Topic


def cleaned_topic(*, name: str, about: str) -> dict[str, str]:
    """Name and description of a topic. Raises InvalidText."""
    values = {"name": clean_line(name), "about": clean_line(about)}
    errors = _faults(Topic, values)
    if shows_nothing(values["name"]):
        errors["name"] = _("Write what the emails are about, as the customer reads it.")
    if errors:
        raise InvalidText(errors)
    return values


def cleaned_announcement(*, subject: str, body: str) -> dict[str, str]:
    """Subject and text of an announcement; the text keeps its lines. Raises InvalidText."""
    values = {"subject": clean_line(subject), "body": clean_lines(body)}
    errors = _faults(Announcement, values)
    if shows_nothing(values["subject"]):
        errors["subject"] = _("Write a subject.")
    if shows_nothing(values["body"]):
        errors["body"] = _("Write what you want to say.")
    if errors:
        raise InvalidText(errors)
    return values


def _faults(model: type[Topic | Announcement], values: dict[str, str]) -> dict[str, str]:
    errors = {}
    for field, text in values.items():
        longest = getattr(model._meta.get_field(field), "max_length", None)
        if longest and len(text) > longest:
            errors[field] = _("This is too long. Use %(count)s characters at most.") % {"count": longest}
        elif has_unshowable(text.replace("\n", " ")):
            errors[field] = _("This holds a character that cannot be printed.")
    return errors
