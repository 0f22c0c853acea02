"""A tax number as people write it, and what was checked about it."""

from django.utils.translation import gettext as _

from portico.domain.contacts.tax_ids.checking import tax_id_check
from portico.domain.contacts.tax_ids.kinds import find_row
from portico.domain.contacts.tax_ids.shape import TaxId


def show_tax_id(tax_id: TaxId) -> str:
    """Give the number in its usual form ("12 345 678 912"), without the name of its kind; "" when empty."""
    row = find_row(tax_id.country, tax_id.kind)
    return row.shown(tax_id.number) if row else tax_id.number


def checked_sentence(tax_id: TaxId) -> str:
    """Say exactly what we checked, in the active language; "" when empty. No register was asked."""
    if not tax_id:
        return ""
    if tax_id_check(tax_id) == "check_digits":
        return _("Format and check digit right")
    return _("Format right; check digits are not checked for this kind")
