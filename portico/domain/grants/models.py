"""Tables of access."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.core import clock, ids
from portico.domain.catalog.models import Product
from portico.domain.purchases.models import Purchase


class Source(models.TextChoices):
    """Because of what somebody has access."""

    PURCHASE = "purchase", _("Purchase")
    TEAM = "team", _("Given by the team")
    IMPORT = "import", _("Import")


class Grant(models.Model):
    """One contact's access to one product. Revoking sets `revoked_at`; the row stays."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    product = models.ForeignKey(Product, models.PROTECT, related_name="grants")
    purchase = models.ForeignKey(Purchase, models.PROTECT, null=True, related_name="grants")
    source = models.CharField(max_length=10, choices=Source.choices)
    given_by = models.CharField(max_length=200, blank=True)  # the team member's name, as history has it
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=255, null=True)  # the imported row
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact", "product"], name="grants_of_contact")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purchase", "product"], name="grant_once_a_purchase"),
            models.UniqueConstraint(fields=["reference", "product"], name="grant_once_an_imported_row"),
        ]

    def gives_access(self, at: datetime | None = None) -> bool:
        """Whether the product may be used at that instant (now, if none is given)."""
        at = at or clock.now()
        return self.revoked_at is None and self.since <= at and (self.until is None or at < self.until)
