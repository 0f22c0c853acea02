"""What the customers bought, were given and got back, over three years."""

import calendar
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from people import ANCHOR, EU, Person

COLUMNS = (
    "transaction_id", "type", "date", "email", "full_name", "company", "country", "line1", "line2",
    "city_area",
    "city", "region", "postal_code", "tax_country", "tax_kind", "tax_number", "offer", "line", "line_amount",
    "line_tax_rate", "amount", "currency", "tax_name", "tax_rate", "tax_base", "tax_amount", "tax_note",
    "quantity",
    "payment_method", "processor", "receipt_number", "refund_of", "instalment", "purchase_id", "until",
)  # fmt: skip
MADE_OUT_TO = (
    "full_name", "company", "country", "line1", "line2", "city_area", "city", "region", "postal_code",
    "tax_country", "tax_kind", "tax_number",
)  # fmt: skip
ZONE = ZoneInfo("Europe/Amsterdam")
PLACES = {"JPY": 0, "KWD": 3}
REDUCED = {"studio-safety-handbook", "raku-weekend-notes"}  # electronic books: the lower rate
BUNDLE = (  # the one receipt with two rates and a coupon
    ("Wheel Throwing Foundations", "149.00", "21"),
    ("Studio safety handbook", "55.10", "9"),
    ("Starter tool list and supplier map", "40.00", "21"),
    ("Coupon SPRING25", "-25.00", "21"),
)
BASKETS = {
    "EUR": (
        ("wheel-throwing-foundations", 5), ("kiln-club-monthly", 7), ("handbuilding-monthly", 6),
        ("glaze-chemistry-lab-6-payments", 4), ("glaze-chemistry-lab", 2), ("glaze-recipe-library-yearly", 4),
        ("studio-safety-handbook", 4), ("welcome-gift", 4), ("raku-weekend-notes", 2),
        ("spring-starter-bundle", 2),
        ("studio-coaching-circle", 1), ("teacher-licence", 1),
    ),
    "USD": (
        ("wheel-throwing-foundations-usd", 5), ("kiln-club-monthly-usd", 6), ("studio-visit-by-video", 5),
        ("welcome-gift", 2),
    ),
    "GBP": (("wheel-throwing-foundations-gbp", 4), ("kiln-club-monthly-gbp", 6), ("welcome-gift", 1)),
    "JPY": (("glaze-chemistry-lab-jpy", 3), ("handbuilding-monthly-jpy", 6), ("studio-visit-by-video", 1)),
    "KWD": (("wheel-throwing-foundations-kwd", 4), ("glaze-chemistry-lab-3-payments-kwd", 4)),
}  # fmt: skip


@dataclass
class Event:
    """One transaction before it has numbers."""

    at: datetime
    person: Person
    offer: str
    kind: str
    amount: Decimal = Decimal(0)
    purchase: str = ""
    instalment: str = ""
    until: str = ""
    method: str = ""
    processor: str = ""
    refunds: "Event | None" = None
    id: str = ""


def transactions(crowd: list[Person], catalog: Path) -> Iterator[dict[str, str]]:
    """Every row in order of time, numbered: receipts in one series, refund receipts in another."""
    offers = {offer["handle"]: offer for offer in tomllib.loads(catalog.read_text(encoding="utf-8"))["offer"]}
    dice = random.Random("saltmarsh sales")
    events: list[Event] = []
    for number, person in enumerate(crowd, start=1):
        events += _story(person, f"po-{number:04d}", offers, dice)
    end = datetime.combine(ANCHOR, time(12), ZONE)
    events = sorted((event for event in events if event.at < end), key=lambda event: (event.at, event.person.email))
    receipts = refunds = 0
    for number, event in enumerate(events, start=1):
        event.id = f"tx-{number:05d}"
        receipt = ""
        if event.kind in ("payment", "free"):
            receipts += 1
            receipt = f"SC-{receipts:05d}"
        elif event.kind == "refund":
            refunds += 1
            receipt = f"SCR-{refunds:05d}"
        yield _row(event, offers[event.offer], receipt)


def _story(person: Person, prefix: str, offers: dict[str, Any], dice: random.Random) -> list[Event]:
    if not person.shops:
        return []
    buys = person.buys if person.buys is not None else list(_by_lot(person, offers, dice))
    events: list[Event] = []
    for number, buy in enumerate(buys, start=1):
        events += _one_buy(person, offers[buy["offer"]], buy, f"{prefix}-{number}", dice)
    return events


def _by_lot(person: Person, offers: dict[str, Any], dice: random.Random) -> Iterator[dict[str, Any]]:
    basket = BASKETS[person.currency]
    names, weights = [name for name, _ in basket], [weight for _, weight in basket]
    if dice.random() < 0.05:
        yield {"offer": "kiln-circle", "on": _later(person, dice), "given": True}
        return
    for handle in sorted(set(dice.choices(names, weights, k=dice.choice((1, 1, 2, 2, 3))))):
        buy: dict[str, Any] = {"offer": handle, "on": _later(person, dice)}
        offer = offers[handle]
        if offer["pricing"] == "subscription":
            buy |= _length_of_subscription(buy["on"], offer["interval"], dice)
        elif offer["pricing"] == "payment_plan":
            buy["payments"] = offer["instalments"]
        elif offer["pricing"] == "one_time" and dice.random() < 0.09:
            back = "all" if dice.random() < 0.6 else "part"
            buy["refund"] = [buy["on"] + timedelta(days=dice.randint(1, 20)), back]
        yield buy


def _later(person: Person, dice: random.Random) -> date:
    room = max((ANCHOR - person.created_on).days - 1, 1)
    return person.created_on + timedelta(days=int(room * dice.random() ** 1.8))


def _length_of_subscription(start: date, interval: str, dice: random.Random) -> dict[str, Any]:
    step = 12 if interval == "year" else 1
    months_so_far = (ANCHOR.year - start.year) * 12 + ANCHOR.month - start.month
    most = months_so_far // step + 1
    if dice.random() < 0.45:
        return {"payments": most}
    payments = min(most, 1 + int(dice.random() * 13)) if step == 1 else 1
    ended = _months_after(start, payments * step)
    return {"payments": payments, "until": ended} if ended < ANCHOR + timedelta(days=31) else {"payments": most}


def _one_buy(
    person: Person, offer: dict[str, Any], buy: dict[str, Any], purchase: str, dice: random.Random
) -> list[Event]:
    until = buy["until"].isoformat() if "until" in buy else ""
    first_at = _moment(buy["on"], dice)
    if buy.get("given"):
        return [Event(first_at, person, offer["handle"], "grant", until=until)]
    amount = Decimal(offer.get("amount", "0"))
    kind = "payment" if amount else "free"
    method = buy.get("method", person.card or "Visa ending 4242") if amount else ""
    processor = buy.get("processor", "stripe") if amount else ""
    step = 12 if offer.get("interval") == "year" else 1
    charges = buy.get("payments", 1)
    events = []
    for charge in range(charges):
        event = Event(first_at, person, offer["handle"], kind, _charged(person, amount), purchase)
        event.at = datetime.combine(_months_after(first_at.date(), charge * step), first_at.timetz())
        event.method, event.processor = method, processor
        if offer["pricing"] == "payment_plan":
            event.instalment = f"{charge + 1} of {offer['instalments']}"
        if charge == charges - 1:
            event.until = until
        events.append(event)
    if "refund" in buy:
        events.append(_refund(events[0], *buy["refund"], dice=dice))
    return events


def _refund(paid: Event, on: date, how_much: str, *, dice: random.Random) -> Event:
    if how_much == "all":
        amount = paid.amount
    elif how_much == "part":
        amount = _rounded(paid.amount * dice.choice((Decimal("0.2"), Decimal("0.5"))), _currency_of(paid))
    else:
        amount = Decimal(how_much)
    event = Event(_moment(on, dice), paid.person, paid.offer, "refund", amount, paid.purchase, refunds=paid)
    event.method, event.processor = paid.method, paid.processor
    if how_much == "all":
        event.until = on.isoformat()
    return event


def _currency_of(event: Event) -> str:
    suffix = event.offer.rpartition("-")[2].upper()
    if suffix in ("USD", "GBP", "JPY", "KWD"):
        return suffix
    return "USD" if event.offer == "studio-visit-by-video" else "EUR"


def _moment(day: date, dice: random.Random) -> datetime:
    return datetime.combine(day, time(dice.randint(8, 21), dice.randrange(60), dice.randrange(60)), ZONE)


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _is_reverse_charge(person: Person) -> bool:
    return person.country in EU and person.country != "NL" and bool(person.columns["tax_number"])


def _charged(person: Person, amount: Decimal) -> Decimal:
    """A business with a VAT number elsewhere in the union pays the price without VAT."""
    return _rounded(amount / Decimal("1.21"), "EUR") if _is_reverse_charge(person) else amount


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-PLACES.get(currency, 2)), ROUND_HALF_UP)


def _row(event: Event, offer: dict[str, Any], receipt: str) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "transaction_id": event.id,
        "type": event.kind,
        "date": event.at.isoformat(),
        "email": event.person.email,
        "offer": offer["handle"],
        "until": event.until,
    }
    if event.kind == "grant":
        return row
    currency = offer["currency"]
    row |= {name: event.person.columns[name] for name in MADE_OUT_TO}
    row |= {
        "amount": str(_rounded(event.amount, currency)),
        "currency": currency,
        "quantity": "1",
        "payment_method": event.method,
        "processor": event.processor,
        "receipt_number": receipt,
        "refund_of": event.refunds.id if event.refunds else "",
        "instalment": event.instalment,
        "purchase_id": event.purchase,
    }
    if event.amount and currency == "EUR":
        row |= _tax(event)
    return row


def _tax(event: Event) -> dict[str, str]:
    person = event.person
    if person.country not in EU:
        return {}
    if _is_reverse_charge(person):
        return {
            "tax_name": "VAT", "tax_rate": "0", "tax_base": str(event.amount), "tax_amount": "0.00",
            "tax_note": "Reverse charge",
        }  # fmt: skip
    if event.offer == "spring-starter-bundle":
        return _tax_of_bundle(event)
    rate = Decimal(9 if event.offer in REDUCED else 21)
    tax = _rounded(event.amount * rate / (100 + rate), "EUR")
    return {
        "tax_name": "VAT", "tax_rate": str(rate), "tax_base": str(event.amount - tax), "tax_amount": str(tax)
    }  # fmt: skip


def _tax_of_bundle(event: Event) -> dict[str, str]:
    """Lists in one cell are parted by a bar. A part of the price back is VAT of the higher rate."""
    if event.kind == "refund" and event.amount != Decimal("219.10"):
        tax = _rounded(event.amount * 21 / 121, "EUR")
        return {
            "tax_name": "VAT",
            "tax_rate": "21",
            "tax_base": str(event.amount - tax),
            "tax_amount": str(tax),
        }
    columns = {
        "tax_name": "VAT | VAT",
        "tax_rate": "21 | 9",
        "tax_base": "135.54 | 50.55",
        "tax_amount": "28.46 | 4.55",
    }
    return columns | {
        "line": " | ".join(text for text, _, _ in BUNDLE),
        "line_amount": " | ".join(amount for _, amount, _ in BUNDLE),
        "line_tax_rate": " | ".join(rate for _, _, rate in BUNDLE),
    }
