"""What the layouts need from whoever draws a page: `site`, `viewer`, `navigation`, `office_navigation`.

Plain values, so that drawing a page costs no query, and an error page needs no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """How the business looks, in every layout as `site`."""

    name: str
    language: str = "en"
    direction: str = "ltr"
    """"ltr" or "rtl"; chooses Bootstrap's file and the page's `dir`."""
    logo_url: str = ""
    """Address of the owner's picture, or "" for the name alone."""
    stylesheet_url: str = ""
    """Stylesheet that sets the owner's `--accent` and `--accent-ink` on `:root, [data-bs-theme]`, or ""
    for ours."""
    contact_email: str = ""
    """Where Help leads, or "" to leave Help out."""
    footer_line: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, in layouts as `viewer`; None when nobody is signed in. Any person is drawn from it."""

    id: str
    name: str
    email: str
    initials: str
    """From `people.initials`."""
    colour: int
    """0 to 11, from `people.colour_number`."""
    role_label: str = ""
    """The team role in words, "" for customers."""
    is_team: bool = False
    avatar_url: str = ""
    """Address of their picture, 64 pixels a side, or "" for initials."""
    avatar_large_url: str = ""
    """The same with 256, for screens with finer pixels."""


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go."""

    label: str
    url: str
    icon: str = ""
    """A name from the icon file, without "i-"."""
    is_current: bool = False
    """The page this link leads to is the one being drawn."""
    count: str = ""
    """A number to show at the end, already written for people."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """The customer's ways around, in customer and account pages as `navigation`."""

    shows_user_menu: bool
    """False when the owner removed the menu: then only Help and Sign out stay, in the footer."""
    home_url: str = "/"
    """Where the name at the top leads."""
    header: Sequence[Link] = ()
    """Library and what else the site offers."""
    side: Sequence[Link] = ()
    """Beside account pages: Settings, Purchase history."""
    user_menu: Sequence[Link] = ()
    """Settings, Purchase history, and "Back office" for the team. Sign out is added by the layout."""


@dataclass(frozen=True, slots=True)
class OfficeNavigation:
    """The team's ways around, in office pages as `office_navigation`."""

    links: Sequence[Link] = ()
    home_url: str = "/office/"
    customer_site_url: str = "/"


NEUTRAL_SITE = Site(name="")
"""A site nobody knows anything about: for error pages drawn when the database does not answer."""
