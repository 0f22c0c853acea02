"""Serving avatars to those who are signed in; the addresses cannot be guessed and end with their picture."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portico.domain.profiles.avatars import read_avatar

# Only the reader's own browser keeps it, and not for long after it was removed here.
_KEEP = "private, max-age=3600"


@require_safe
def avatar(request: HttpRequest, token: str, side: int) -> HttpResponse:
    """One size of somebody's picture. Nobody signed in: there is none, as a picture cannot lead to a sign-in page."""
    content = read_avatar(token, side) if request.user.is_authenticated else None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = _KEEP
    response["Content-Disposition"] = 'inline; filename="picture.webp"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
