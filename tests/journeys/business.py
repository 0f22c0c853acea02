"""Runs the demo business for the journeys: `python -m tests.journeys.business FOLDER PORT`.

The same steps as `portico demo`, with two differences: the database may be PostgreSQL (JOURNEYS_DATABASE_URL), and
some more customers may sign in, so that each journey has one of its own and leaves the others alone.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from portico.config.cli import demo, demo_data

PEOPLE = "people.json"
MANY = 40


def main(folder: Path, port: int) -> int:
    database = os.environ.get("JOURNEYS_DATABASE_URL")
    demo_data.set_environment(folder, port)
    if database:
        os.environ["DATABASE_URL"] = database
    demo_data.prepare(folder)
    (folder / PEOPLE).write_text(json.dumps(_let_in_more(folder)), encoding="utf-8")
    return demo._run_site("127.0.0.1", port)


def _let_in_more(folder: Path) -> list[str]:
    """Customers with an address and the oldest receipts, who may sign in with the demo's password from now on."""
    from portico.config.cli.environment import start_django

    start_django()
    from django.db import connections
    from django.db.models import Min

    from portico.domain.contacts.models import Contact
    from portico.interfaces.portal.demo.accounts import ACCOUNTS

    named = [account.email for account in ACCOUNTS]
    chosen = (
        Contact.objects.filter(receipts__isnull=False, tax_number="", country__in=("NL", "DE", "FR", "GB"))
        .exclude(email__in=named)
        .annotate(first=Min("receipts__issued_at"))
        .order_by("first")[:MANY]
    )
    emails = [contact.email for contact in chosen]
    known = Contact.objects.get(email=named[0])
    Contact.objects.filter(email__in=emails).update(password=known.password)
    connections.close_all()
    return emails


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
