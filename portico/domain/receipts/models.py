"""Tables of receipts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portico.core import clock, ids
from portico.domain.payments.models import Payment, Refund
from portico.domain.purchases.models import Purchase


class SeriesKind(models.TextChoices):
    """What a series numbers."""

    RECEIPT = "receipt"
    REFUND = "refund"


class Series(models.Model):
    """A run of numbers under one prefix: without gaps, only ever rising. `last_number` was given out last."""

    prefix = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=SeriesKind.choices)
    last_number = models.PositiveBigIntegerField(default=0)


class SeriesGap(models.Model):
    """Numbers the owner left out on purpose, with the reason. `first` to `last`, both left out."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="gaps")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by_label = models.CharField(max_length=200, blank=True)


class Receipt(models.Model):
    """Money facts as issued; they never change. Who it is made out to is computed, see `versions`.

    `lines`: [{text, note, quantity, unit_minor, amount_minor, tax_rate}]; `taxes`: [{name, rate, base_minor,
    amount_minor, note}], rates as decimal text. A refund's receipt has negative amounts. `seller` and `made_out_to`
    are the facts of the day of issue.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="receipts")
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="receipts")
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="receipt")
    refund = models.OneToOneField(Refund, models.PROTECT, null=True, related_name="receipt")
    refund_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="refund_receipts")
    series = models.ForeignKey(Series, models.PROTECT, related_name="receipts")
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    lines: models.Field[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    taxes: models.Field[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    paid_with = models.CharField(max_length=100, blank=True)
    processor = models.CharField(max_length=40, blank=True)
    seller: models.Field[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    made_out_to: models.Field[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["contact", "-issued_at", "-id"], name="receipts_of_contact"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(total_minor=F("net_minor") + F("tax_minor")), name="receipt_sums_are_right"
            ),
            models.CheckConstraint(
                condition=Q(payment__isnull=False, refund__isnull=True, refund_of__isnull=True, total_minor__gte=0)
                | Q(payment__isnull=True, refund__isnull=False, refund_of__isnull=False, total_minor__lt=0),
                name="receipt_proves_a_payment_or_a_refund",
            ),
        ]


class HandedOut(models.Model):
    """One version of a receipt as somebody first saw, downloaded or was mailed it; kept so that it never changes.

    `sheet` is the canonical JSON the page redraws from. `pdf` names the file in core.files, empty until the version
    was first handed out as a file.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="handed_out")
    version = models.PositiveIntegerField()
    sheet = models.BinaryField()
    sheet_sha256 = models.CharField(max_length=64)
    template = models.PositiveSmallIntegerField()
    pdf = models.CharField(max_length=200, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "version"], name="handed_out_once_a_version"),
        ]
