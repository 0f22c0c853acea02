"""The Jinja2 environment of all our pages, for Django's Jinja2 backend:
`"OPTIONS": {"environment": "portico.interfaces.ui.jinja.environment"}`.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from portico.core.money import format_money
from portico.interfaces.ui import dates
from portico.interfaces.ui.addresses import page_address, static_address
from portico.interfaces.ui.numbers import number_text


def environment(**options: Any) -> Environment:
    """An environment with our filters. A name that a page does not get is an error, not an empty place."""
    options.update(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n"]
    env = Environment(**options)  # noqa: S701  autoescape is on, in options
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(static=static_address, url=url, _=translated)
    env.filters.update(money=money, date=dates.date_filter, moment=dates.moment_filter, time=dates.time_text)
    env.filters.update(number=number_text)
    return env


def translated(message: str, /, **values: Any) -> Markup:
    """`_()` of our pages: the text in the page's language, a format in any case; `values` are escaped into it.

    The extension's own does the same by three calls through the page's context, which are felt: a page has fifty texts.
    """
    return Markup(translation.gettext(message)) % values  # noqa: S704  a text of ours


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page: `url('receipt', id=receipt.id)`."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else page_address(name)


def money(amount_minor: int, currency: str) -> Markup:
    """€24.10 in a span that keeps its digits equally wide and on one line."""
    text = format_money(amount_minor, currency, translation.get_language() or "en")
    return Markup('<span class="num">{}</span>').format(text)
