"""Loads a made-up business from a folder of files, through the same doors as any import.

The folder holds `site.toml`, `team.toml`, `catalog.toml`, `contacts.csv`, `transactions.csv`,
`communities.toml` and pictures.
All its dates are moved by the same number of whole days, so that `anchor` in `site.toml` becomes the day of
loading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from portico.core import clock
from portico.core.files import store
from portico.core.history import Actor
from portico.core.money import to_minor
from portico.core.text import canonical_email
from portico.domain.catalog.imports import ImportedOffer, import_catalog
from portico.domain.catalog.models import Offer, Product
from portico.domain.contacts.actions import add_contact
from portico.domain.contacts.details import Details
from portico.domain.contacts.imports import ImportedContact
from portico.domain.contacts.models import Contact
from portico.domain.site.actions import open_site
from portico.domain.site.colours import ink_on
from portico.domain.team.actions import add_member
from portico.domain.team.models import Role
from portico.workflows.import_transactions import ImportedTransaction

from . import demo_avatars, demo_communities, demo_social, demo_topics
from .contacts import ContactFile
from .report import Report
from .running import run_import
from .transactions import TransactionFile
from .values import get_zone

# Printed by `portico demo` and on the sign-in page of a demo: it guards nothing.
PASSWORD: Final = "portico-demo"  # noqa: S105

Progress = Callable[[str, Report], None]


def load(folder: Path, progress: Progress | None = None) -> dict[str, Report]:
    """Load the business into an empty database; loaded again, it leaves what is there. Reports by file name.

    `progress` is called with the file's name and the counts so far. Raises RuntimeError when a row is
    refused: the files belong to the code, so a wrong one is a fault of ours.
    """
    by = Actor("import", label="demo")
    site = _read(folder / "site.toml")
    shift = _days_since(site)
    _open_site(folder, site, shift, by=by)
    team = _read(folder / "team.toml")
    _add_team(team, by=by)
    _load_catalog(folder, by=by)
    files: dict[str, Any] = {
        "contacts.csv": _ShiftedContacts(shift, by=by),
        "transactions.csv": _ShiftedTransactions(shift, by=by),
    }
    reports = {name: _import(folder / name, file, progress) for name, file in files.items()}
    demo_communities.load(_read(folder / "communities.toml"), shift, by=by)
    demo_social.load(_read(folder / "social.toml"), by=by)
    demo_topics.load(_read(folder / "topics.toml"), by=by)
    demo_avatars.load(folder / "avatars", by=by)
    _open_accounts(team["accounts"]["emails"])
    return reports


def _import(path: Path, file: Any, progress: Progress | None) -> Report:
    def tell(report: Report) -> None:
        if progress:
            progress(path.name, report)

    report = run_import(path, file, progress=tell)
    if report.refused:
        line, fault = report.examples[0]
        raise RuntimeError(f"{path.name}, line {line}, {fault.column}: {fault.reason}")
    return report


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _days_since(site: Mapping[str, Any]) -> timedelta:
    today = clock.now().astimezone(get_zone(site["time_zone"])).date()
    return timedelta(days=(today - site["anchor"]).days)


def _open_site(folder: Path, site: Mapping[str, Any], shift: timedelta, *, by: Actor) -> None:
    own = {"anchor", "logo", "opened_on"}
    values = {name: value for name, value in site.items() if name not in own}
    values |= {
        "logo": store.keep((folder / site["logo"]).read_bytes(), room="logo", ending="png"),
        "accent_ink": ink_on(site["accent"]),
        "seller_address": site["seller_address"].strip(),
        "opened_at": datetime.combine(site["opened_on"], time(9), UTC) + shift,
    }
    open_site(by=by, **values)


def _add_team(team: Mapping[str, Any], *, by: Actor) -> None:
    for member in team["member"]:
        contact = Contact.objects.filter(email=canonical_email(member["email"])).first()
        if contact is None:
            details = Details(full_name=member["full_name"], email=member["email"])
            contact = add_contact(details, by=by, time_zone=member["time_zone"])
        add_member(contact.id, role=Role(member["role"]), by=by)


def _load_catalog(folder: Path, *, by: Actor) -> None:
    catalog = _read(folder / "catalog.toml")
    products = [_product(folder, entry) for entry in catalog["product"]]
    import_catalog(products, [_offer(entry) for entry in catalog["offer"]], by=by)


def _product(folder: Path, entry: Mapping[str, Any]) -> Product:
    cover = store.keep((folder / entry["cover"]).read_bytes(), room="covers", ending="svg")
    return Product(**{**entry, "cover": cover})


def _offer(entry: Mapping[str, Any]) -> ImportedOffer:
    values = {name: value for name, value in entry.items() if name not in ("products", "amount")}
    values["amount_minor"] = to_minor(entry.get("amount", "0"), entry["currency"])
    return ImportedOffer(Offer(**values), entry["products"])


def _open_accounts(emails: list[str]) -> None:
    """Let the demo's people sign in. One hash serves them all: making it slowly is what it is for."""
    Contact.objects.filter(email__in=emails).update(password=make_password(PASSWORD), email_confirmed_at=clock.now())


class _ShiftedContacts(ContactFile):
    """Contacts, with every date moved."""

    def __init__(self, shift: timedelta, *, by: Actor) -> None:
        super().__init__(by=by)
        self.shift = shift

    def read(self, cells: Mapping[str, str]) -> ImportedContact:
        row = super().read(cells)
        return replace(row, created_at=row.created_at + self.shift) if row.created_at else row


class _ShiftedTransactions(TransactionFile):
    """Transactions, with every date moved."""

    def __init__(self, shift: timedelta, *, by: Actor) -> None:
        super().__init__(by=by)
        self.shift = shift

    def read(self, cells: Mapping[str, str]) -> ImportedTransaction:
        row = super().read(cells)
        until = row.until + self.shift if row.until else None
        return replace(row, at=row.at + self.shift, until=until)
