"""The owner's two colours and logo, served under names that change with what they hold."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portico.core.files import store
from portico.domain.site.models import Site
from portico.domain.site.queries import find_site

FOREVER = "public, max-age=31536000, immutable"


def stylesheet(site: Site) -> str:
    """The style sheet with the owner's colours. Both were checked to be # and six hex digits when they were saved."""
    return f":root, [data-bs-theme] {{ --accent: {site.accent}; --accent-ink: {site.accent_ink}; }}\n"


def stylesheet_url(site: Site) -> str:
    """Its address, with the hash of what it holds."""
    return reverse("site_stylesheet", args=[_hash(stylesheet(site))])


def logo_url(site: Site) -> str:
    """The logo's address, or "" without one."""
    return reverse("site_logo", args=[site.logo.rpartition("/")[2].removesuffix(".png")]) if site.logo else ""


@require_safe
def serve_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet; an older hash gets today's and is not kept."""
    site = find_site()
    if site is None:
        raise Http404
    css = stylesheet(site)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER if digest == _hash(css) else "no-store"
    return response


@require_safe
def serve_logo(request: HttpRequest, digest: str) -> HttpResponse:
    """A logo of ours by its hash: today's, or an earlier one that a kept receipt shows."""
    name = f"logo/{digest[:2]}/{digest}.png"
    try:
        content = store.read(name)
    except (FileNotFoundError, OSError) as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = FOREVER
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
