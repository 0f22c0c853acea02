"""Long option lists (countries, time zones), drawn once and kept: they cost more than the rest of a page."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

Pair = tuple[str, str] | tuple[str, str, str]


class OptionList:
    """The `<option>`s of a select, from (value, label) pairs. Make it once a language and keep it.

    A third text holds other words that the filter box over the list finds the option by. `groups` are (label, pairs)
    and come after the plain pairs.
    """

    def __init__(self, pairs: Iterable[Pair], *, groups: Iterable[tuple[str, Iterable[Pair]]] = ()) -> None:
        self._places: dict[str, int] = {}
        self._drawn: list[str] = []
        self._length = 0
        self._add(pairs)
        for label, members in groups:
            self._draw(f'<optgroup label="{escape(label)}">')
            self._add(members)
            self._draw("</optgroup>")
        self._html = "".join(self._drawn)

    def __contains__(self, value: str) -> bool:
        return value in self._places

    def selecting(self, value: str) -> Markup:
        """The options with that one chosen; with none chosen when the value is not among them."""
        place = self._places.get(value)
        if place is None:
            return Markup(self._html)  # noqa: S704  every value and label was escaped above
        return Markup(f"{self._html[:place]} selected{self._html[place:]}")  # noqa: S704  as above

    def _add(self, pairs: Iterable[Pair]) -> None:
        for value, label, *more in pairs:
            start = f'<option value="{escape(value)}"' + (f' data-also="{escape(more[0])}"' if any(more) else "")
            self._places[value] = self._length + len(start)
            self._draw(f"{start}>{escape(label)}</option>")

    def _draw(self, html: str) -> None:
        self._drawn.append(html)
        self._length += len(html)
