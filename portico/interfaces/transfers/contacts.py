"""Contacts from a CSV file."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from portico.core.history import Actor
from portico.core.text import canonical_email
from portico.domain.contacts.details import DETAIL_FIELDS, Details
from portico.domain.contacts.imports import ImportedContact, Outcome
from portico.domain.site.queries import get_site
from portico.workflows import import_contacts

from . import values
from .headers import CONTACT_COLUMNS
from .refusals import Fault, RowRefused
from .scratch import Scratch


class ContactFile:
    """A file of contacts. Found by email; a row without a name, company or address is fine."""

    columns: ClassVar = CONTACT_COLUMNS
    required: ClassVar = ("email",)

    def __init__(self, *, by: Actor) -> None:
        self.by = by
        self.zone = values.get_zone(get_site().time_zone)

    def read(self, cells: Mapping[str, str]) -> ImportedContact:
        """Raises RowRefused for values that cannot be what their column says."""
        created_at = cells.get("created_at", "")
        return ImportedContact(
            details=read_details(cells),
            external_id=cells.get("external_id", ""),
            time_zone=values.time_zone("time_zone", cells.get("time_zone", "")),
            created_at=values.instant("created_at", created_at, self.zone) if created_at else None,
        )

    def keys(self, row: ImportedContact) -> Sequence[tuple[str, str]]:
        """An address stands once in a file, an external user ID too."""
        found = [("email", email_key(row.details.email))]
        return [*found, ("external_id", row.external_id)] if row.external_id else found

    def write(self, rows: Sequence[ImportedContact], *, dry_run: bool, scratch: Scratch) -> Sequence[Outcome]:
        """Hand them to the workflow."""
        del scratch  # contacts of earlier batches have no say in later ones: an address stands once in a file
        return import_contacts.run(rows, by=self.by, dry_run=dry_run)


def read_details(cells: Mapping[str, str]) -> Details:
    """What a row says about a person, as typed: the room of contacts cleans and checks it."""
    found = {name: cells.get(name, "") for name in DETAIL_FIELDS}
    found["email"] = found["email"].removeprefix("mailto:")
    found["full_name"] = found["full_name"] or _joined(cells.get("first_name", ""), cells.get("last_name", ""))
    found["country"] = values.country("country", found["country"])
    found["tax_country"] = _tax_country(found["tax_country"])
    found["tax_kind"] = found["tax_kind"].strip().lower()
    return Details(**found)


def email_key(email: str) -> str:
    """The form in which two addresses are the same. Raises RowRefused for what is no address."""
    try:
        return canonical_email(email)
    except ValueError:
        raise RowRefused(Fault("email", values.not_an_email(email))) from None


def _tax_country(text: str) -> str:
    # The One Stop Shop of the European Union has numbers of its own and no country.
    return "EU" if text.strip().upper() == "EU" else values.country("tax_country", text)


def _joined(*names: str) -> str:
    return " ".join(name.strip() for name in names if name.strip())
