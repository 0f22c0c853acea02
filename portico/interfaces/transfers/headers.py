"""Which column of a file is which: our names, and what other systems call the same thing.

The other names are those under which exports of Kajabi, Stripe, Shopify, Teachable, Thinkific, Podia and WooCommerce
are known; help pages that list some of them were read on 22 Nov 2026, no export of a live account was at hand. A name
that is missing costs its user a mapping, a wrong one shows in the preview. Capitals, spaces and signs do not matter.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from .refusals import FileRefused

LEAVE_OUT: Final = ""

_ADDRESS: Final = {
    "line1": (
        "address line 1", "address 1", "address1", "address", "street", "street address", "adres", "straat",
        "default address address1", "billing address 1", "billing address line 1", "card address line1",
        "strasse", "adresse", "rue", "direccion",
    ),
    "line2": (
        "address line 2", "address 2", "address2", "default address address2", "billing address 2",
        "billing address line 2", "card address line2", "unit", "apartment",
    ),
    "city_area": ("suburb", "district", "neighborhood", "neighbourhood", "dependent locality"),
    "city": (
        "town", "town or city", "address city", "default address city", "billing city", "card address city",
        "plaats", "woonplaats", "ort", "stadt", "ville",
    ),
    "region": (
        "state", "province", "state province", "county", "address state", "default address province code",
        "default address province", "billing state", "card address state", "provincie",
    ),
    "postal_code": (
        "postcode", "zip", "zip code", "postal zip code", "address zip", "address postal code",
        "default address zip", "billing postcode", "billing zip", "card address zip", "plz", "code postal",
    ),
    "sorting_code": ("cedex",),
    "country": (
        "country code", "country region", "address country", "default address country code",
        "default address country", "billing country", "card address country", "land", "pays", "pais",
    ),
    "tax_country": ("tax id country", "country of tax id"),
    "tax_kind": ("tax id type", "tax id kind", "tax type"),
    "tax_number": (
        "tax id", "vat number", "vat id", "vat", "btw", "btw nummer", "btw id", "business vat id", "ust id",
        "ustid",
        "tax number", "gst number", "tva", "customer tax id", "tax ids",
    ),
}  # fmt: skip
_PERSON: Final = {
    "full_name": (
        "name", "customer name", "student name", "user name", "fullname", "member name", "naam", "nom",
        "card name",
        "billing name", "contact name",
    ),
    "first_name": ("firstname", "given name", "billing first name", "voornaam", "vorname", "prenom"),
    "last_name": ("lastname", "surname", "family name", "billing last name", "achternaam", "nachname"),
    "email": (
        "email address", "e mail", "e mail address", "customer email", "student email", "user email",
        "member email",
        "billing email", "emailadres", "mail", "username email",
    ),
    "company": (
        "company name", "business name", "organization", "organisation", "default address company",
        "billing company", "bedrijf", "firma", "societe",
    ),
}  # fmt: skip

CONTACT_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    **_PERSON,
    **_ADDRESS,
    "external_id": ("external user id", "external userid", "user id", "customer id", "klantnr",
    "customer number", "id"),
    "time_zone": ("timezone", "tz"),
    "created_at": (
        "created", "created utc", "created date utc", "created date", "created at utc", "added on",
        "join date",
        "joined", "joined at", "sign up date", "signup date", "date created", "date registered", "sign up",
        "customer since", "member since", "user registered",
    ),
}  # fmt: skip

TRANSACTION_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "transaction_id": (
        "transaction", "id", "charge id", "sale id", "order id", "order number", "payment id",
        "transaction number",
        "paymentintent id",
    ),
    "type": ("transaction type", "action", "kind", "status type"),
    "date": (
        "created at", "created", "created date utc", "created utc", "purchased at", "date of purchase",
        "order date",
        "paid at", "purchase date", "transaction date", "time", "date created",
    ),
    **_PERSON,
    **_ADDRESS,
    "offer": (
        "offer title", "offer name", "offer handle", "product", "product name", "course", "course name",
        "plan",
        "pricing plan", "item", "lineitem name", "description",
    ),
    "line": ("lines", "line text", "line items"),
    "line_amount": ("line amounts",),
    "line_tax_rate": ("line tax rates",),
    "amount": (
        "total", "price", "final price", "amount charged", "gross", "gross amount", "sale price",
        "order total",
        "formatted amount",
    ),
    "currency": ("currency code",),
    "tax_name": ("tax label",),
    "tax_rate": ("vat rate", "tax percentage", "tax percent"),
    "tax_base": ("taxable amount", "net amount taxed"),
    "tax_amount": ("sales tax", "tax", "taxes", "vat amount", "tax charge", "order tax"),
    "tax_note": (),
    "quantity": ("qty", "lineitem quantity"),
    "payment_method": ("method", "paid with", "payment method title"),
    "processor": ("provider", "gateway", "payment gateway", "payment provider"),
    "receipt_number": ("invoice number", "receipt", "receipt no"),
    "refund_of": ("original transaction", "refunded transaction", "parent transaction"),
    "instalment": ("installment", "payment number"),
    "purchase_id": ("purchase", "subscription id", "order key"),
    "until": ("access until", "expires", "expires at", "end date", "ends at"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row each of our columns stands, and which columns of the file are left out."""

    places: Mapping[str, int]
    left_out: tuple[str, ...]

    def pick(self, cells: Sequence[str]) -> dict[str, str]:
        """The row by our names. A column that the file lacks is missing, not empty."""
        return {name: cells[place] for name, place in self.places.items()}


def match_columns(
    headers: Sequence[str],
    known: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str],
    mapping: Mapping[str, str] | None = None,
) -> Columns:
    """Find our columns among the file's. `mapping` (file's name to ours, "" leaves it out) beats guessing.

    Our own name wins over another system's, and that over a later one in the list. Raises `FileRefused` when
    a required column is not there, or a mapping names a column that does not exist.
    """
    chosen = _chosen(headers, known, mapping or {})
    free = [place for place, name in enumerate(headers) if place not in chosen.values() and name not in (mapping or {})]
    by_name = {_folded(headers[place]): place for place in reversed(free)}
    for ours, others in known.items():
        if ours in chosen:
            continue
        names = (_folded(ours), *others)
        place = next((by_name[name] for name in names if name in by_name), None)
        if place is not None:
            chosen[ours] = place
            del by_name[_folded(headers[place])]
    _check_required(chosen, required)
    used = set(chosen.values())
    return Columns(chosen, tuple(name for place, name in enumerate(headers) if place not in used and name))


def _chosen(headers: Sequence[str], known: Mapping[str, Sequence[str]], mapping: Mapping[str, str]) -> dict[str, int]:
    chosen: dict[str, int] = {}
    for name, ours in mapping.items():
        if name not in headers:
            raise FileRefused("unknown_column", _("The file has no column “%(name)s”.") % {"name": name})
        if ours == LEAVE_OUT:
            continue
        if ours not in known:
            raise FileRefused("unknown_field", _("“%(name)s” is not something we keep.") % {"name": ours})
        if ours in chosen:
            raise FileRefused("field_twice", _("Two columns go to “%(name)s”.") % {"name": ours})
        chosen[ours] = headers.index(name)
    return chosen


def _check_required(chosen: Mapping[str, int], required: Sequence[str]) -> None:
    missing = [name for name in required if name not in chosen]
    if missing:
        raise FileRefused(
            "missing_columns",
            _("The file has no column for: %(names)s. Is its first line the names of the columns?")
            % {"names": ", ".join(missing)},
        )


def _folded(name: str) -> str:
    """Lower case words: "Default Address: Zip" and "default_address_zip" are the same."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain).strip()
