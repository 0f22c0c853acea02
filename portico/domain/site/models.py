"""Tables of the site."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.core import clock, ids


class BuiltWith(models.TextChoices):
    """How the site's own pages are made; only the Website Builder offers a customer directory."""

    WEBSITE_BUILDER = "website_builder", _("Website Builder")
    LEGACY = "legacy", _("Legacy pages")


class Site(models.Model):
    """The business. Exactly one row, with id 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=100)
    logo = models.CharField(max_length=200, blank=True)  # name in core.files; a PNG we encoded ourselves
    accent = models.CharField(max_length=7, default="#2743b8")
    accent_ink = models.CharField(max_length=7, default="#ffffff")  # picked by contrast, see `colours`
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=60, default="UTC")
    contact_email = models.EmailField()
    sender_name = models.CharField(max_length=100, blank=True)
    seller_name = models.CharField(max_length=200, blank=True)
    seller_registration = models.CharField(max_length=100, blank=True)
    seller_address = models.TextField(blank=True, max_length=600)
    seller_tax_id = models.CharField(max_length=40, blank=True)
    receipt_title = models.CharField(max_length=60, default="Receipt")
    receipt_message = models.CharField(max_length=300, blank=True)
    receipt_prefix = models.CharField(max_length=20, default="R-")
    refund_prefix = models.CharField(max_length=20, default="RR-")
    has_user_menu = models.BooleanField(default=True)
    built_with = models.CharField(max_length=20, choices=BuiltWith.choices, default=BuiltWith.WEBSITE_BUILDER)
    allows_code_sign_in = models.BooleanField(default=False)  # a code by mail in place of the password
    retention_years = models.PositiveSmallIntegerField(default=10)  # how long an erased customer's receipts are kept
    freezes_details = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_site")]


class DetailsFreeze(models.Model):
    """A stretch of time in which changes of details reach no receipt. Open while `until_at` is empty."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
