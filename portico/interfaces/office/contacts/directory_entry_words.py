"""What the fields of a social profile and a directory entry are called in history."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portico.domain.profiles.networks import KEYS, label_of_network


def entry_label(name: str) -> str:
    """The label of a field that history names; the name itself for one nobody knows."""
    own = {
        "bio": _("Bio"),
        "location": _("Location"),
        "is_listed": _("Listed in the customer directory"),
        "shows_links": _("With social links"),
        "hidden_reason": _("Reason for hiding"),
    }
    return own.get(name) or (label_of_network(name) if name in KEYS else name)
