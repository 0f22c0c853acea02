"""Pictures of products, for those who are signed in."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portico.core.files import store
from portico.domain.catalog.models import Product
from portico.interfaces.portal.gates import signed_in
from portico.interfaces.ui.requests import SignedInRequest

_NAME = re.compile(r"[0-9a-f]{64}\.(svg|png|jpg|webp)")
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
# The name is the hash of the picture, so it never changes. Only the reader's own browser may keep it.
_KEEP = "private, max-age=31536000, immutable"


def cover_url(product: Product) -> str:
    """The address of a product's picture, "" when it has none."""
    return reverse("cover", args=[product.cover.rpartition("/")[2]]) if product.cover else ""


@signed_in
@require_safe
def cover(request: SignedInRequest, name: str) -> HttpResponse:
    """A picture that belongs to a product; no other file can be had here."""
    if not _NAME.fullmatch(name):
        raise Http404
    product = Product.objects.filter(cover__endswith=f"/{name}").first()
    try:
        content = store.read(product.cover) if product else None
    except OSError:
        content = None
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    response["Cache-Control"] = _KEEP
    # An SVG opened by itself is a document: it may draw, and nothing else.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
