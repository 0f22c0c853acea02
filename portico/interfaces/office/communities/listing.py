"""The list of communities, and the form that opens one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from portico.domain.catalog.models import ProductKind
from portico.domain.communities.errors import InvalidWords
from portico.domain.communities.lists import community_rows
from portico.domain.communities.opening import find_free_product, open_community
from portico.domain.communities.queries import KINDS, free_products
from portico.domain.team.rights import Right, may
from portico.interfaces.office.gates import team
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor

FIELDS = ("product", "kind", "title", "slug", "about")


@team(Right.READ)
@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """Every community with how many hold it and what was said."""
    asked = cast("SignedInRequest", request)
    context = {"rows": community_rows(), "can_open": may(asked.role, Right.EDIT_SITE)}
    return render(request, "office/communities/list.jinja", context)


@team(Right.EDIT_SITE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a community, for a product that waits for one or with a product of its own."""
    asked = cast("SignedInRequest", request)
    typed = {name: asked.POST.get(name, "").strip() for name in FIELDS}
    if asked.method != "POST":
        return _form(asked, {**typed, "kind": ProductKind.COMMUNITY})
    product = find_free_product(typed["product"]) if typed["product"] else None
    own = {"title": typed["title"], "kind": typed["kind"]} if product is None else {}
    try:
        community = open_community(slug=typed["slug"], about=typed["about"], product=product, **own, by=actor(asked))
    except InvalidWords as refused:
        return _form(asked, typed, refused.errors, status=422)
    return redirect("office_community", community_id=community.id)


def _form(
    request: SignedInRequest, typed: Mapping[str, str], errors: Mapping[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "typed": typed,
        "errors": errors or {},
        "problems": [Problem(text, f"id_{name}") for name, text in (errors or {}).items()],
        "products": [(product.id, product.title) for product in free_products()],
        "kinds": [(kind.value, kind.label) for kind in KINDS],
    }
    return render(request, "office/communities/new.jinja", context, status=status)
