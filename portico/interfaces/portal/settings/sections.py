"""Settings is one page of sections. Each is drawn by itself: on the page, and as the answer to its own save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from portico.interfaces.ui import pages
from portico.interfaces.ui.requests import SignedInRequest

SAVED = "settings_saved"  # in the session: which section says what once, after a redirect


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its anchor, its name in the list of parts, and the part itself."""

    anchor: str
    label: str
    html: SafeString


Maker = Callable[[SignedInRequest], Section | None]


def draw(request: SignedInRequest, *, anchor: str, label: str, template: str, context: Mapping[str, Any]) -> Section:
    """Draw one section. Templates get the page's frame as every page does, and `alone` in an answer to HTMX."""
    alone = "HX-Request" in request.headers
    html = pages.draw(request, template, {"alone": alone, **context})
    return Section(anchor, label, mark_safe(html))  # our own template escaped every value


def page(request: SignedInRequest, *, instead: Section | None = None, status: int = 200) -> HttpResponse:
    """The whole page; `instead` takes the place of the section with its anchor, as after a refused save."""
    from portico.interfaces.portal.settings.page import MAKERS  # the page knows the sections, they know this module

    sections = [
        instead if instead is not None and instead.anchor == anchor else maker(request)
        for anchor, maker in MAKERS.items()
    ]
    shown = [section for section in sections if section is not None]
    links = [(f"#{section.anchor}", section.label) for section in shown]
    context = {"sections": shown, "section_links": links}
    return pages.render(request, "portal/settings.jinja", context, status=status)


def answer(request: SignedInRequest, section: Section | None, *, status: int = 200) -> HttpResponse:
    """What a section's own form gets back: the section alone for HTMX, else the whole page around it.

    A section that this customer has not (None) is a page that does not exist.
    """
    if section is None:
        raise Http404
    if "HX-Request" in request.headers:
        return HttpResponse(section.html, status=status)
    return page(request, instead=section, status=status)


def say_once(request: SignedInRequest, anchor: str, sentence: str) -> HttpResponse:
    """Back to a section, which says the sentence beside its button once."""
    request.session[SAVED] = {anchor: sentence}
    return redirect(reverse("settings") + f"#{anchor}")


def said(request: SignedInRequest, anchor: str) -> str:
    """What the section has to say now, if anything; it is forgotten with that."""
    sentences = request.session.get(SAVED)
    if not sentences or anchor not in sentences:
        return ""
    del request.session[SAVED]
    return str(sentences[anchor])
