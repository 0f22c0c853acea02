"""Long option lists (countries, time zones), drawn once and kept: they cost more than the rest of a page."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


class OptionList:
    """The `<option>`s of a select, from (value, label) pairs. Make it once a language and keep it."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._places: dict[str, int] = {}
        drawn: list[str] = []
        length = 0
        for value, label in pairs:
            start = f'<option value="{escape(value)}"'
            self._places[value] = length + len(start)
            drawn.append(f"{start}>{escape(label)}</option>")
            length += len(drawn[-1])
        self._html = "".join(drawn)

    def selecting(self, value: str) -> Markup:
        """The options with that one chosen; with none chosen when the value is not among them."""
        place = self._places.get(value)
        if place is None:
            return Markup(self._html)  # noqa: S704  every value and label was escaped above
        return Markup(f"{self._html[:place]} selected{self._html[place:]}")  # noqa: S704  as above
