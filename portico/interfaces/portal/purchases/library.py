"""The library: what the customer may use now, as cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portico.domain.catalog.models import ProductKind
from portico.domain.communities.queries import KINDS as COMMUNITY_KINDS
from portico.domain.communities.queries import slugs_of
from portico.domain.grants.queries import Access, list_access
from portico.interfaces.portal.gates import signed_in
from portico.interfaces.portal.purchases.covers import cover_url
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest

ICONS = {
    ProductKind.COURSE: "player-play",
    ProductKind.MEMBERSHIP: "star",
    ProductKind.COACHING: "message-circle",
    ProductKind.DOWNLOAD: "file-text",
    ProductKind.COMMUNITY: "users-group",
    ProductKind.LEGACY_COMMUNITY: "users-group",
}
_MANY: dict[ProductKind, str | Promise] = {
    ProductKind.COURSE: gettext_lazy("Courses"),
    ProductKind.MEMBERSHIP: gettext_lazy("Memberships"),
    ProductKind.COMMUNITY: gettext_lazy("Communities"),
    ProductKind.LEGACY_COMMUNITY: gettext_lazy("Legacy communities"),
    ProductKind.COACHING: gettext_lazy("Coaching"),
    ProductKind.DOWNLOAD: gettext_lazy("Downloads"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One product. `cover_url` is "" for none; then the kind's icon stands there."""

    title: str
    kind: str
    icon: str
    cover_url: str
    until: datetime | None
    url: str = ""
    """Where the card leads, "" for nowhere."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of the filter by kind."""

    label: str
    url: str
    is_current: bool


@signed_in
@require_safe
def library(request: SignedInRequest) -> HttpResponse:
    """The customer's products, all or of one kind (`?kind=course`)."""
    access = list_access(request.user.id)
    counts = Counter(ProductKind(each.product.kind) for each in access)
    kind = next((each for each in counts if each == request.GET.get("kind")), None)
    shown = [each for each in access if kind is None or each.product.kind == kind]
    urls = _urls(shown)
    context = {"cards": [_card(each, urls) for each in shown], "chips": _chips(counts, kind)}
    return render(request, "portal/library.jinja", context)


def _card(access: Access, urls: Mapping[UUID, str]) -> Card:
    product = access.product
    kind, url = ProductKind(product.kind), urls.get(product.id, "")
    return Card(product.title, str(kind.label), ICONS[kind], cover_url(product), access.until, url)


def _urls(shown: Iterable[Access]) -> dict[UUID, str]:
    """Where products lead: communities to themselves. One statement where there is one of them, else none."""
    ids = [access.product.id for access in shown if access.product.kind in COMMUNITY_KINDS]
    return {each: reverse("community", args=[slug]) for each, slug in slugs_of(ids).items()} if ids else {}


def _chips(counts: Counter[ProductKind], current: ProductKind | None) -> list[Chip]:
    """All, then each kind there is; nothing where there is only one kind to choose."""
    if len(counts) < 2:
        return []
    address = reverse("library")
    everything = _("All %(count)s") % {"count": counts.total()}
    kinds = [
        Chip(f"{words} {counts[kind]}", f"{address}?kind={kind}", kind == current)
        for kind, words in _MANY.items()
        if counts[kind]
    ]
    return [Chip(everything, address, current is None), *kinds]
