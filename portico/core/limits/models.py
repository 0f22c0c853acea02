"""The table of counted tries."""

from __future__ import annotations

from django.db import models


class Tries(models.Model):
    """How often one thing was tried by one someone in the window that ends at `ends_at`."""

    key = models.CharField(max_length=150, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)
