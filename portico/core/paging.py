"""Lists page by page, newest first, by a key: a page costs the same wherever it lies, and nothing slips while rows
come in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page, newest first. `newer` and `older` are the keys of the pages beside it, None where there is none."""

    rows: list[Row]
    newer: UUID | None = None
    older: UUID | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: the one older than a row, newer than a row, or that begins with a row; the newest without a key."""

    older_than: UUID | None = None
    newer_than: UUID | None = None
    beginning_with: UUID | None = None

    @property
    def key(self) -> UUID | None:
        """The row that is named, if one is."""
        return self.older_than or self.newer_than or self.beginning_with


def page_of(found: QuerySet[Row], place: Place, *, time: str, size: int) -> Page[Row]:
    """The page of `found` at that place. `time` is the field it is ordered by, ids decide between equal ones.

    A key that is not among `found` gives the newest page. Two statements at most, three for a page before the newest
    that turns out to be empty.
    """
    ordered = found.order_by(f"-{time}", "-id")
    key = found.filter(pk=place.key).first() if place.key else None
    if key is None:
        return _downwards(ordered, size, is_first=True)
    at = getattr(key, time)
    # the bound on the time alone is what an index can start at
    if place.newer_than:
        newer = ordered.filter(Q(**{f"{time}__gt": at}) | Q(**{time: at}, id__gt=key.pk), **{f"{time}__gte": at})
        return _upwards(newer, size) or _downwards(ordered, size, is_first=True)
    same = "id__lt" if place.older_than else "id__lte"
    older = ordered.filter(Q(**{f"{time}__lt": at}) | Q(**{time: at, same: key.pk}), **{f"{time}__lte": at})
    return _downwards(older, size, is_first=False)


def _downwards(ordered: QuerySet[Row], size: int, *, is_first: bool) -> Page[Row]:
    rows = list(ordered[: size + 1])
    shown = rows[:size]
    return Page(
        shown,
        newer=shown[0].pk if shown and not is_first else None,
        older=shown[-1].pk if len(rows) > size else None,
    )


def _upwards(ordered: QuerySet[Row], size: int) -> Page[Row] | None:
    rows = list(ordered.reverse()[: size + 1])
    shown = rows[:size][::-1]
    if not shown:
        return None
    return Page(shown, newer=shown[0].pk if len(rows) > size else None, older=shown[-1].pk)
