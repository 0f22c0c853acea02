"""The made-up business that is measured: its people, and when it is loaded anew. It is kept between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import sales
from bench.places import ROOT, Size, folder
from bench.sales import CONTACT, HEAVY, uid

BORN = datetime(2019, 12, 1, tzinfo=UTC)  # when all contacts were added
ADDRESS = {"country": "NL", "line1": "Lange Bierkade 42", "postal_code": "8861 XN", "city": "Harlingen"}

# Words in a row read easier than lists of forty lines.
FIRST = (  # noqa: SIM905
    "Fatima Ana Ben Chloé Dmitri Elif Femke Gábor Hiroshi Ines João Katarzyna Liam Mireille Noor Oluwaseun Priyanka "
    "Quentin Rosa Søren Tamsin Umberto Vera Wanjiru Xiomara Yusuf Zsófia Aïcha Björn Carmen Daan Emeka Freya Giulia "
    "Hannah Ivan Jonas Kwame Lucía Marek"
).split()
STEMS = (  # noqa: SIM905
    "Anders Berg Castel Drum Elling Fair Green Hart Iver Jans Kittel Linden Marsh Nor Oster Peters Quill Ross Sand "
    "Thorn Ulm Vander Wester Young Zimmer Abra Bel Cor Dor Ferra"
).split()
ENDINGS = ("son", "kamp", "dale", "ton", "mann", "sen", "ova", "elli", "es", "ström")
HOSTS = ("potmail", "post", "kilnmail", "claybox", "letters", "studio-nine", "brievenbus", "inboxen")


def name(number: int) -> str:
    """A person's name. One in twenty is called Fatima, so that hits lie beside each other in the list by name."""
    if number == HEAVY + 776:
        return "Aurelio Quetzalcoatl"  # the rare one that the search looks for
    first = FIRST[0] if number % 20 == 0 else FIRST[1 + number % (len(FIRST) - 1)]
    return f"{first} {STEMS[number // 7 % len(STEMS)]}{ENDINGS[number // 211 % len(ENDINGS)]}"


def email(number: int) -> str:
    """Three in eight have their address at one host."""
    host = HOSTS[0 if number % 8 < 3 else number % 8]
    return f"{STEMS[number % len(STEMS)].lower()}{number}@{host}.example"


def prepare(size: Size, kind: str) -> None:
    """Load the data unless they are there. Django has to be started."""
    stamp = folder(size, kind) / "loaded"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(size):
        return
    stamp.unlink(missing_ok=True)
    _empty_database(folder(size, kind))
    from portico.config.cli.migrate import prepare as prepare_site

    prepare_site()
    _load(size)
    stamp.write_text(_digest(size), encoding="utf-8")


def _digest(size: Size) -> str:
    digest = hashlib.sha256(repr(size).encode())
    for path in sorted([*ROOT.glob("portico/**/migrations/0*.py"), Path(__file__), Path(sales.__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _empty_database(place: Path) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    for path in place.glob("portico.sqlite3*"):
        path.unlink()


def _load(size: Size) -> None:
    from django.db import connection, transaction

    from portico.core.history import Actor
    from portico.domain.site.actions import open_site

    by = Actor("operator", label="bench")
    site = open_site(
        name="Kiln", contact_email="studio@kiln.example", by=by, time_zone="Europe/Amsterdam",
        seller_name="Kiln B.V.", seller_address="Havenkade 1\n8862 AB Harlingen\nNetherlands",
        seller_tax_id="NL000099997B24",
    )  # fmt: skip
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")  # the keys are right by construction
        _add_contacts(size)
        sales.add(size, site)
    if connection.vendor == "postgresql":  # it does so by itself, later; SQLite never does unless somebody asks
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _add_contacts(size: Size) -> None:
    from portico.core.history import Actor
    from portico.domain.contacts.actions import first_version, set_columns
    from portico.domain.contacts.details import Details
    from portico.domain.contacts.models import Contact, DetailsVersion
    from portico.domain.contacts.search import index_contacts

    by = Actor("import", label="bench")
    for numbers in batched_numbers(size.contacts):
        contacts = []
        for number in numbers:
            contact = Contact(id=uid(CONTACT, number), created_at=BORN, password="!")
            set_columns(contact, Details(full_name=name(number), email=email(number), **ADDRESS))
            contacts.append(contact)
        Contact.objects.bulk_create(contacts)
        DetailsVersion.objects.bulk_create([first_version(contact, by=by) for contact in contacts])
        index_contacts(contacts, are_new=True)


def batched_numbers(last: int, at_once: int = 2000) -> Iterator[range]:
    """1 to `last`, some at once."""
    for start in range(1, last + 1, at_once):
        yield range(start, min(start + at_once, last + 1))
