"""What is said about a wrong number: what is wrong, and the cure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.domain.contacts.demonyms import adjective
from portico.domain.contacts.tax_ids.kinds import label_of
from portico.domain.contacts.tax_ids.rows import VAT, Form, Row


def check_digits_cure(number: str, form: Form) -> str:
    """Say that the check digits do not fit, and which they are where the form knows their place."""
    match = form.pattern.fullmatch(number)
    digits = match.groupdict().get("c") if match else None
    compare = _("Compare it with your letter from the tax office.")
    if not digits:
        return _("The check digits do not fit.") + " " + compare
    sentence = ngettext(
        "The check digit %(digits)s does not fit.", "The check digits %(digits)s do not fit.", len(digits)
    )
    return sentence % {"digits": digits} + " " + compare


def pattern_cure(row: Row) -> str:
    """Say how such a number looks: "A Dutch VAT number has 14 characters, like NL000099998B57."."""
    dutch = adjective(row.country)
    known = {
        "adjective": dutch[:1].upper() + dutch[1:],
        "label": label_of(row),
        "number": _inside_a_sentence(_(row.what) if row.what == VAT else label_of(row)),
        "count": row.length,
        "example": row.shown(row.example),
    }
    if dutch and row.length:
        return _("%(adjective)s %(number)s has %(count)d characters, like %(example)s.") % known
    if dutch:
        return _("%(adjective)s %(number)s looks like %(example)s.") % known
    if row.length:
        return _("%(label)s: %(count)d characters, like %(example)s.") % known
    return _("%(label)s: it looks like %(example)s.") % known


def _inside_a_sentence(label: str) -> str:
    # "VAT number" and "GST number" keep their capitals.
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
