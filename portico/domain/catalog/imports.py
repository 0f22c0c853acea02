"""Offers and products out of files: finding what a row means, and taking in a whole catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from portico.core.history import Actor
from portico.core.history.actions import new_entry, record_many
from portico.core.text import fold
from portico.domain.catalog.models import Offer, Pricing, Product


@dataclass(frozen=True, slots=True)
class ImportedOffer:
    """An offer, not stored yet, and the handles of the products it gives."""

    offer: Offer
    products: Sequence[str]


class OfferNames:
    """Every offer by what a file may call it: its handle, or its title (with the currency where titles
    repeat).
    """

    def __init__(self) -> None:
        self._by_handle: dict[str, Offer] = {}
        self._by_title: dict[str, list[Offer]] = {}
        self.products: dict[UUID, list[UUID]] = {}
        for offer in Offer.objects.order_by("archived", "created_at", "id"):
            self.add(offer)
        for offer_id, product_id in Offer.products.through.objects.values_list("offer_id", "product_id"):
            self.products.setdefault(offer_id, []).append(product_id)

    def add(self, offer: Offer) -> None:
        """One more offer to find."""
        self._by_handle[offer.handle] = offer
        self._by_title.setdefault(fold(offer.title), []).append(offer)

    def find(self, name: str, currency: str = "") -> Offer | None:
        """The one offer that is meant; None when there is none or several."""
        if name in self._by_handle:
            return self._by_handle[name]
        titled = self._by_title.get(fold(name.strip()), [])
        fitting = [offer for offer in titled if offer.currency == currency] or titled
        return fitting[0] if len(fitting) == 1 else None


def new_archived_offer(title: str, *, currency: str, amount_minor: int, taken: Iterable[str] = ()) -> Offer:
    """An offer of the past that only imported purchases point at: nobody can buy it, it gives nothing. Not
    stored.
    """
    base = slugify(title)[:60] or "imported"
    handle, number = base, 1
    while handle in taken or Offer.objects.filter(handle=handle).exists():
        number += 1
        handle = f"{base}-{number}"
    return Offer(
        handle=handle,
        title=title[:200],
        pricing=Pricing.ONE_TIME if amount_minor else Pricing.FREE,
        amount_minor=amount_minor,
        currency=currency,
        archived=True,
    )


def import_catalog(products: Sequence[Product], offers: Sequence[ImportedOffer], *, by: Actor) -> None:
    """Store products and offers that are not there yet, known by their handles; those there already stay as
    they are.
    """
    with transaction.atomic():
        there = set(Product.objects.values_list("handle", flat=True))
        new_products = [product for product in products if product.handle not in there]
        Product.objects.bulk_create(new_products)
        ids = dict(Product.objects.values_list("handle", "id"))
        there = set(Offer.objects.values_list("handle", flat=True))
        new_offers = [each for each in offers if each.offer.handle not in there]
        Offer.objects.bulk_create([each.offer for each in new_offers])
        given = Offer.products.through
        given.objects.bulk_create(
            [given(offer_id=each.offer.id, product_id=ids[handle]) for each in new_offers for handle in each.products]
        )
        entries = [new_entry("product.imported", by=by, subject_id=product.id) for product in new_products]
        record_many(entries + [new_entry("offer.imported", by=by, subject_id=each.offer.id) for each in new_offers])
