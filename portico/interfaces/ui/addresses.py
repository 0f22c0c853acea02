"""Addresses of pages and static files by name. Neither changes while a process runs, so each is worked out once."""

from __future__ import annotations

from functools import cache

from django.templatetags import static
from django.urls import reverse


@cache
def page_address(name: str) -> str:
    """The address of a page that needs nothing but its name."""
    return reverse(name)


@cache
def static_address(path: str) -> str:
    """The address of a static file, with the hash of what it holds."""
    return static.static(path)
