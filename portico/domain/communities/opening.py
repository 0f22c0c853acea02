"""The owner's side: a community for a product, its name in addresses, its about, which notices it has."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.core.text import clean_line
from portico.domain.catalog.actions import add_product
from portico.domain.catalog.models import Product, ProductKind
from portico.domain.communities.checking import line_problem
from portico.domain.communities.errors import InvalidWords, Stale
from portico.domain.communities.models import Community, NoticeKind
from portico.domain.communities.queries import KINDS, free_products

TITLE, ABOUT = 200, 500
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def open_community(
    *, slug: str, about: str = "", product: Product | None = None, title: str = "", kind: str = "", by: Actor
) -> Community:
    """Give a product its community; without one a product of that title and kind is made, under the same slug.

    A product that has its community already gives that one. Raises InvalidWords, also where the slug is taken.
    """
    errors = {"slug": _slug_problem(slug), "about": line_problem(about, ABOUT)}
    if product is None:
        errors |= {"title": line_problem(title, TITLE), "kind": "" if kind in KINDS else _("Choose what it will be.")}
        if not clean_line(title):
            errors["title"] = _("Give it a name.")
    elif product.kind not in KINDS:
        raise ValueError("not a product with a community")
    _refuse(errors)
    try:
        with transaction.atomic():
            product = product or add_product(handle=slug, title=clean_line(title), kind=ProductKind(kind), by=by)
            values = {"slug": slug, "about": clean_line(about)}
            community, created = Community.objects.get_or_create(product=product, defaults=values)
            if created:
                record("community.opened", by=by, subject_id=community.id, facts={"slug": slug})
    except IntegrityError as error:
        raise InvalidWords({"slug": _("This is taken already. Choose another one.")}) from error
    return community


def change_community(
    community: Community, *, about: str, disabled: Collection[str], expected_version: int, by: Actor
) -> Community:
    """Store what it says about itself and which kinds of notices nobody gets. Its address stays as links know it.

    Raises InvalidWords, Stale when somebody saved since `expected_version`.
    """
    _refuse({"about": line_problem(about, ABOUT)})
    values = {"about": clean_line(about), "disabled_notices": [kind for kind in NoticeKind.values if kind in disabled]}
    with transaction.atomic():
        stored = Community.objects.select_for_update().get(id=community.id)
        changed = [name for name, value in values.items() if getattr(stored, name) != value]
        if not changed:
            return Community.objects.select_related("product").get(id=community.id)
        if stored.version != expected_version:
            raise Stale(Community.objects.select_related("product").get(id=community.id))
        Community.objects.filter(id=community.id).update(**values, version=stored.version + 1)
        facts = {"fields": changed}
        before = {name: getattr(stored, name) for name in changed}
        after = {name: values[name] for name in changed}
        record("community.changed", by=by, subject_id=community.id, facts=facts, before=before, after=after)
    return Community.objects.select_related("product").get(id=community.id)


def find_free_product(product_id: object) -> Product | None:
    """A product of either kind that has no community yet."""
    return next((product for product in free_products() if str(product.id) == str(product_id)), None)


def _slug_problem(slug: str) -> str:
    if not _SLUG.fullmatch(slug) or len(slug) > 80:
        return _("Use small letters, digits and single hyphens, such as kiln-circle.")
    return ""


def _refuse(errors: dict[str, str]) -> None:
    wrong = {name: problem for name, problem in errors.items() if problem}
    if wrong:
        raise InvalidWords(wrong)
