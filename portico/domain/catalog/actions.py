"""Writes of the catalogue."""

from __future__ import annotations

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.catalog.models import Product, ProductKind


def add_product(*, handle: str, title: str, kind: ProductKind, by: Actor) -> Product:
    """A new product. Raises IntegrityError where the handle is taken."""
    with transaction.atomic():
        product = Product.objects.create(handle=handle, title=title, kind=kind)
        record("product.added", by=by, subject_id=product.id)
    return product
