"""Tables of payments."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from portico.core import clock, ids
from portico.domain.purchases.models import Purchase


class Payment(models.Model):
    """Money in for a purchase. `method` is words such as "Visa ending 4471", never a card number."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="payments")
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="payments")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_at = models.DateTimeField()
    method = models.CharField(max_length=100, blank=True)
    processor = models.CharField(max_length=40, blank=True)
    instalment = models.PositiveSmallIntegerField(default=0)  # 3 of a plan's 6; 0 when there is no plan
    reference = models.CharField(max_length=255, null=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purchase", "paid_at"], name="payments_of_purchase")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="payment_not_negative"),
        ]


class Refund(models.Model):
    """Money back for a payment. `amount_minor` is positive."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    refunded_at = models.DateTimeField()
    reference = models.CharField(max_length=255, null=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="refund_is_positive"),
        ]
