"""What the site's pages are built with, which decides whether there is a customer directory: a part of Pages."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.domain.directory.queries import count_listed
from portico.domain.site.errors import InvalidSite
from portico.domain.site.models import BuiltWith, Site
from portico.interfaces.ui.numbers import number_text


def built_with_choices() -> list[tuple[str, str, str]]:
    """The two choices, with what each means for the directory and for how many."""
    count = count_listed()
    number = {"count": number_text(count)}
    with_builder = ngettext(
        "Customers can choose to be in the customer directory. %(count)s has.",
        "Customers can choose to be in the customer directory. %(count)s have.",
        count,
    )
    legacy = ngettext(
        "No customer directory. %(count)s entry is not shown; the choice is kept.",
        "No customer directory. The %(count)s entries are not shown; their choices are kept.",
        count,
    )
    return [
        (BuiltWith.WEBSITE_BUILDER.value, str(BuiltWith.WEBSITE_BUILDER.label), with_builder % number),
        (BuiltWith.LEGACY.value, str(BuiltWith.LEGACY.label), legacy % number),
    ]


def typed_built_with(post: QueryDict, site: Site) -> str:
    """What a form asks for; a form without the choice, such as the one that removes the user menu, leaves it."""
    return str(post.get("built_with", site.built_with))


def cleaned_built_with(typed: str) -> str:
    """One of the two. Raises InvalidSite."""
    if typed not in BuiltWith.values:
        raise InvalidSite({"built_with": _("Choose one of the two.")})
    return typed
