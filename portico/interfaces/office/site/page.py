"""The Site page, and the page that asks before the user menu is removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from portico.domain.team.rights import Right, may
from portico.interfaces.office.gates import team
from portico.interfaces.office.site.built_with import typed_built_with
from portico.interfaces.office.site.facts import FACTS, page_facts
from portico.interfaces.office.site.sections import PAGES, SECTIONS, Section, SectionForm, stored_form
from portico.interfaces.office.site.topic_rows import ANCHOR, topic_facts
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest

SAVED = "site_saved"  # in the session: the section that was saved, and what it says once


@team(Right.READ)
@require_safe
def site(request: HttpRequest) -> HttpResponse:
    """The page. Who may not change the site reads it."""
    asked = cast("SignedInRequest", request)
    saved = asked.session.pop(SAVED, ("", "")) if SAVED in asked.session else ("", "")
    forms = {
        section.name: stored_form(asked.site, section, saved=saved[1])
        for section in SECTIONS
        if section.name == saved[0]
    }
    said = topic_facts(asked.role, saved=saved[1]) if saved[0] == ANCHOR else None
    return show_page(asked, forms, topics=said)


@team(Right.EDIT_SITE)
@require_safe
def remove_user_menu(request: HttpRequest) -> HttpResponse:
    """What removing the user menu does, with the button that does it: the dialog for those without script."""
    asked = cast("SignedInRequest", request)
    if not asked.site.has_user_menu:
        return redirect(reverse("office_site") + "#pages")
    form = stored_form(asked.site, PAGES)
    # what else was chosen in the form that leads here is saved with it
    context = {"form": form, "built_with": typed_built_with(asked.GET, asked.site), **page_facts(asked.site, form)}
    return render(request, "office/site_user_menu.jinja", context)


def show_page(
    request: SignedInRequest,
    forms: Mapping[str, SectionForm] | None = None,
    *,
    topics: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `forms` and `topics` hold what does not look as stored."""
    given = forms or {}
    shown = {each.name: given.get(each.name) or stored_form(request.site, each) for each in SECTIONS}
    context = {
        "forms": shown,
        "facts": {name: FACTS[name](request.site, form) for name, form in shown.items()},
        "can_edit": may(request.role, Right.EDIT_SITE),
        "labels": {each.name: each.fields for each in SECTIONS},
        "topics": topics or topic_facts(request.role),
    }
    return render(request, "office/site.jinja", context, status=status)


def show_section(request: SignedInRequest, section: Section, form: SectionForm, *, status: int = 200) -> HttpResponse:
    """The section alone for HTMX, else the page with it."""
    if "HX-Request" not in request.headers:
        return show_page(request, {section.name: form}, status=status)
    context = {
        "form": form,
        "fact": FACTS[section.name](request.site, form),
        "can_edit": True,
        "labels": section.fields,
    }
    return render(request, section.template, context, status=status)
