"""Tables of purchases."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portico.core import clock, ids
from portico.domain.catalog.models import Offer, Pricing


class Purchase(models.Model):
    """One offer obtained once. Renewals and instalments are payments of the same purchase.

    Title, price and pricing are as sold; the offer may change later.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="purchases")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="purchases")
    title = models.CharField(max_length=200)
    pricing = models.CharField(max_length=20, choices=Pricing.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    instalments = models.PositiveSmallIntegerField(default=0)
    interval = models.CharField(max_length=5, blank=True)
    bought_at = models.DateTimeField()
    # The row's name where it came from (import, processor): the same one is never taken in twice.
    reference = models.CharField(max_length=255, null=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact", "-bought_at", "-id"], name="purchases_of_contact")]
