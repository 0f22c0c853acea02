"""Tax numbers of customers: every kind that Stripe takes, by country, checked and printed in the usual form.

Owns no table and never asks a register: only the form and, where the kind has them, the check digits are
looked at, and `checked_sentence` says no more than that.
"""

from portico.domain.contacts.tax_ids.checking import parse_tax_id, tax_id_check
from portico.domain.contacts.tax_ids.kinds import TaxKind, find_kind, tax_countries, tax_kinds
from portico.domain.contacts.tax_ids.printing import checked_sentence, show_tax_id
from portico.domain.contacts.tax_ids.shape import TaxId, TaxIdError

__all__ = [
    "TaxId",
    "TaxIdError",
    "TaxKind",
    "checked_sentence",
    "find_kind",
    "parse_tax_id",
    "show_tax_id",
    "tax_countries",
    "tax_id_check",
    "tax_kinds",
]
