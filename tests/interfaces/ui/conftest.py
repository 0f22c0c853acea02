"""Templates drawn on their own: no request, no database, no addresses but the one the layouts ask for."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from portico.interfaces.ui import jinja
from portico.interfaces.ui.context import Link, Navigation, OfficeNavigation, Site, Viewer

ROOM = Path(jinja.__file__).parent
VOID = {"br", "hr", "img", "input", "link", "meta", "use", "path", "progress"}


class Html(HTMLParser):
    """A drawn piece as a list of elements; complains about tags that are closed in the wrong order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag}>: {attrs}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Attributes of the elements with that tag and those values (`class_` has the word among its classes)."""
        word = wanted.pop("class_", "")
        return [
            attrs
            for name, attrs in self.elements
            if name == tag
            and all(attrs.get(key) == value for key, value in wanted.items())
            and (not word or word in (attrs.get("class") or "").split())
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        found = self.all(tag, **wanted)
        assert len(found) == 1, found
        return found[0]

    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]


@pytest.fixture(scope="session")
def env() -> Environment:
    made = jinja.environment(loader=FileSystemLoader(ROOM / "templates"))
    made.globals["url"] = lambda name: f"/{name}/"
    return made


@pytest.fixture
def draw(env: Environment) -> Callable[..., Html]:
    """Draws template source with every macro imported as `f` (fields) and `p` (pieces)."""

    def drawn(source: str, **context: Any) -> Html:
        head = "{% import 'ui/fields.jinja' as f %}{% import 'ui/pieces.jinja' as p %}"
        return Html(env.from_string(head + source).render(csrf_input=CSRF, **context))

    return drawn


CSRF = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="t">')
MENU = (Link("Settings", "/settings/", "settings", is_current=True), Link("Purchase history", "/purchases/"))


def frame(**changed: Any) -> dict[str, Any]:
    """What layouts get for a signed-in customer."""
    return {
        "site": Site(name="Saltmarsh Clay", contact_email="studio@saltmarsh.example", stylesheet_url="/site.1f.css"),
        "viewer": Viewer(
            id="7", name="Ana Belén", email="ana@example.com", initials="AB", colour=3, role_label="Owner"
        ),
        "navigation": Navigation(True, "/", (Link("Library", "/library/", "books"),), MENU, MENU),
        "office_navigation": OfficeNavigation((Link("Contacts", "/office/contacts/", "users", count="1,284"),)),
        "csrf_input": CSRF,
        **changed,
    }
