"""What a list's address asks for: words to search for, and the key of a page."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from portico.core import ids

LONGEST_QUERY = 200  # characters, as long as the longest name


def asked_query(request: HttpRequest) -> str:
    """What is searched for (`q`), "" for all."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]


def asked_key(request: HttpRequest, name: str) -> UUID | None:
    """The key of a page ("after" or "before"), None for nonsense."""
    return ids.find_id(request.GET.get(name, ""))


def page_url(address: str, *, query: str, name: str, key: UUID | None) -> str:
    """The address of the page beside, "" where there is none."""
    if key is None:
        return ""
    return f"{address}?{urlencode({**({'q': query} if query else {}), name: str(key)})}"
