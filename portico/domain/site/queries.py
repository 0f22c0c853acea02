"""Reading the site."""

from __future__ import annotations

from portico.core.rows import find_row
from portico.domain.site.models import DetailsFreeze, Site


def find_site() -> Site | None:
    """The site, or None before `portico init`."""
    return find_row(Site, "SELECT * FROM site_site WHERE id = 1")


def get_site() -> Site:
    """The site. Raises Site.DoesNotExist before `portico init`."""
    return Site.objects.get(id=1)


def list_freezes() -> list[DetailsFreeze]:
    """Every stretch in which details were frozen, oldest first."""
    return list(DetailsFreeze.objects.order_by("from_at"))
