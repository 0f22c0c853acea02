"""Tables of the catalogue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.core import clock, ids


class ProductKind(models.TextChoices):
    """What a product is to its customers."""

    COURSE = "course", _("Course")
    MEMBERSHIP = "membership", _("Membership")
    COACHING = "coaching", _("Coaching")
    DOWNLOAD = "download", _("Download")
    COMMUNITY = "community", _("Community")
    LEGACY_COMMUNITY = "legacy_community", _("Legacy community")


class Pricing(models.TextChoices):
    """How an offer is paid."""

    FREE = "free", _("Free")
    ONE_TIME = "one_time", _("One payment")
    PAYMENT_PLAN = "payment_plan", _("Payment plan")
    SUBSCRIPTION = "subscription", _("Subscription")


class Interval(models.TextChoices):
    """How often a subscription or an instalment is charged."""

    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Product(models.Model):
    """Content without a price."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    handle = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ProductKind.choices)
    description = models.TextField(blank=True)
    cover = models.CharField(max_length=200, blank=True)  # name in core.files
    archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)


class Offer(models.Model):
    """The priced thing. `amount_minor` is one charge: the whole price, one instalment or one period."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    handle = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    pricing = models.CharField(max_length=20, choices=Pricing.choices)
    amount_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    interval = models.CharField(max_length=5, choices=Interval.choices, blank=True)
    instalments = models.PositiveSmallIntegerField(default=0)
    archived = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    products = models.ManyToManyField(Product, related_name="offers")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="offer_amount_not_negative"),
        ]
