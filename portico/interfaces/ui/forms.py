"""From a Django form to what our field macros are given. The form checks, the macros draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class FieldState:
    """What one field shows now."""

    value: Any
    """What was typed, else the initial value, else ""."""
    error: str = ""
    """The first thing wrong with it, "" when nothing is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary."""

    text: str
    field_id: str = ""
    """Where the link leads, "" for what concerns the whole form."""


def states(form: forms.BaseForm) -> Mapping[str, FieldState]:
    """Each field's state by its name: `{{ text('city', _('City'), f.city.value, f.city.error) }}`."""
    found = {}
    for name in form.fields:
        value = form[name].value()
        # Only asked of a bound form: errors of an unbound one are always empty.
        wrong = form.errors.get(name) if form.is_bound else None
        found[name] = FieldState("" if value is None else value, str(wrong[0]) if wrong else "")
    return found


def problems(form: forms.BaseForm) -> list[Problem]:
    """What the error summary lists, in the form's order; first what concerns the whole form."""
    whole = [Problem(str(text)) for text in form.non_field_errors()]
    wrong = [name for name in form.fields if name in form.errors]
    return whole + [Problem(str(form.errors[name][0]), f"id_{form.add_prefix(name)}") for name in wrong]
