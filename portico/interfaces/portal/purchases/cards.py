"""A purchase and a given product in words, as the purchase history draws them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portico.core import clock
from portico.core.money import format_money
from portico.domain.catalog.models import Interval, Pricing, Product, ProductKind
from portico.domain.grants.models import Grant, Source
from portico.domain.grants.queries import ended_at
from portico.domain.receipts.models import Receipt
from portico.domain.receipts.purchase_history import Bought
from portico.domain.receipts.versions import Version
from portico.domain.site.models import Site
from portico.interfaces.portal.purchases.covers import cover_url
from portico.interfaces.portal.purchases.library import ICONS
from portico.interfaces.ui.dates import day_text
from portico.interfaces.ui.receipts import ReceiptUrls, VersionRow, day_on_receipt, short_reason

VERSIONS_SHOWN = 10
URLS = ReceiptUrls()


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: words, and the tone of `pieces.badge`."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A product's cover, or the icon of its kind."""

    cover_url: str
    icon: str


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt of a purchase. `versions` are the newest of `versions_count`; none where there is one."""

    number: str
    date: str
    note: str
    amount: str
    url: str
    pdf_url: str
    versions: list[VersionRow]
    versions_count: int


@dataclass(frozen=True, slots=True)
class PurchaseCard:
    """One purchase. `amounts` is what was kept, one text a currency; `given_back` the same of refunds."""

    id: str
    title: str
    bought_at: datetime
    how: str
    badge: Badge
    picture: Picture
    amounts: list[str]
    given_back: list[str]
    gives: list[tuple[str, Badge | None]]
    receipts: list[ReceiptRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A product that came without a purchase."""

    title: str
    picture: Picture
    badge: Badge
    sentence: str
    has_ended: bool


def purchase_card(bought: Bought) -> PurchaseCard:
    """One purchase in words; instants in the active time zone, receipts in theirs."""
    kept, back = _totals(bought)
    purchase = bought.purchase
    given = [(grant.product, _access(grant)) for grant in bought.grants]
    gives = sorted(given, key=lambda give: give[1] is not None)  # what simply lasts comes first
    return PurchaseCard(
        id=str(purchase.id),
        title=purchase.title,
        bought_at=purchase.bought_at,
        how=_how(bought),
        badge=_badge(bought, kept, back),
        picture=picture(gives[0][0]) if gives else Picture("", "shopping-bag"),
        amounts=[_money(amount, currency) for currency, amount in kept.items()],
        given_back=[_money(amount, currency) for currency, amount in back.items()],
        gives=[(product.title, state) for product, state in gives],
        receipts=[_receipt_row(receipt, versions) for receipt, versions in bought.receipts],
    )


def given_row(grant: Grant, site: Site) -> GivenRow:
    """A grant without a purchase in words."""
    end = ended_at(grant)
    if end:
        badge = Badge(_("Access ended"))
    elif grant.until:
        badge = Badge(_("Until %(date)s") % {"date": day_text(grant.until)}, "warn", "calendar-x")
    else:
        badge = _not_yet(grant) or Badge(_("Access"), "ok")
    return GivenRow(grant.product.title, picture(grant.product), badge, _given(grant, end, site), end is not None)


def picture(product: Product) -> Picture:
    """What stands for a product."""
    return Picture(cover_url(product), ICONS[ProductKind(product.kind)])


def _totals(bought: Bought) -> tuple[Counter[str], Counter[str]]:
    """What was kept and what was given back, by currency: amounts of two currencies are never added."""
    kept: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for payment in bought.payments:
        kept[payment.currency] += payment.amount_minor
    for refund in bought.refunds:
        kept[refund.currency] -= refund.amount_minor
        back[refund.currency] += refund.amount_minor
    if not kept:
        kept[bought.purchase.currency] = 0
    return kept, back


def _how(bought: Bought) -> str:
    method = next((payment.method for payment in reversed(bought.payments) if payment.method), "")
    return ". ".join(part for part in (_pricing(bought), method) if part)


def _pricing(bought: Bought) -> str:
    purchase = bought.purchase
    if not any(payment.amount_minor for payment in bought.payments):
        return _("At no charge")
    if purchase.pricing == Pricing.PAYMENT_PLAN and purchase.instalments:
        words = {"made": len(bought.payments), "all": purchase.instalments}
        return _("%(made)s of %(all)s payments made") % words
    if purchase.pricing == Pricing.SUBSCRIPTION:
        price = {"price": _money(purchase.amount_minor, purchase.currency)}
        return (_("%(price)s a year") if purchase.interval == Interval.YEAR else _("%(price)s a month")) % price
    return _("One payment")


def _badge(bought: Bought, kept: Counter[str], back: Counter[str]) -> Badge:
    if not any(payment.amount_minor for payment in bought.payments):
        return Badge(_("Free"))
    if back:
        return Badge(_("Partly refunded"), "warn") if any(kept.values()) else Badge(_("Refunded"), "warn")
    purchase = bought.purchase
    if purchase.pricing == Pricing.PAYMENT_PLAN and len(bought.payments) < purchase.instalments:
        return Badge(_("Paid to date"), "ok")
    return Badge(_("Paid"), "ok")


def _access(grant: Grant) -> Badge | None:
    """Where access through a purchase stands; None when it simply lasts."""
    end = ended_at(grant)
    if end:
        return Badge(_("Access ended %(date)s") % {"date": day_text(end)})
    if grant.until:
        return Badge(_("Access until %(date)s") % {"date": day_text(grant.until)})
    return _not_yet(grant)


def _not_yet(grant: Grant) -> Badge | None:
    if grant.since <= clock.now():
        return None
    return Badge(_("Access from %(date)s") % {"date": day_text(grant.since)})


def _given(grant: Grant, end: datetime | None, site: Site) -> str:
    until = end or grant.until
    span = _("Since %(since)s, until %(until)s.") if until else _("Since %(since)s, without an end.")
    words = {"since": day_text(grant.since), "until": day_text(until) if until else ""}
    return f"{span % words} {_giver(grant, site)}"


def _giver(grant: Grant, site: Site) -> str:
    if grant.source == Source.IMPORT:
        return _("From an import of %(date)s") % {"date": day_text(grant.created_at)}
    return _("Given by %(name)s") % {"name": grant.given_by or site.name}


def _receipt_row(receipt: Receipt, versions: list[Version]) -> ReceiptRow:
    is_refund = receipt.refund_id is not None
    to = _("Refund to %(method)s") % {"method": receipt.paid_with} if receipt.paid_with else _("Refund")
    return ReceiptRow(
        number=receipt.number,
        date=day_on_receipt(receipt, receipt.issued_at),
        note=to if is_refund else "",
        amount=_money(receipt.total_minor, receipt.currency),
        url=URLS.of(receipt.id),
        pdf_url=URLS.pdf_of(receipt.id),
        versions=[_version_row(receipt, version, len(versions)) for version in _newest(versions)],
        versions_count=len(versions),
    )


def _newest(versions: list[Version]) -> list[Version]:
    return list(reversed(versions))[:VERSIONS_SHOWN] if len(versions) > 1 else []


def _version_row(receipt: Receipt, version: Version, count: int) -> VersionRow:
    return VersionRow(
        number=version.number,
        date=day_on_receipt(receipt, version.at),
        why=short_reason(receipt, version),
        url=URLS.of_version(receipt.id, version.number),
        pdf_url=URLS.pdf_of_version(receipt.id, version.number),
        is_newest=version.number == count,
    )


def _money(amount_minor: int, currency: str) -> str:
    return format_money(amount_minor, currency, get_language() or "en")
