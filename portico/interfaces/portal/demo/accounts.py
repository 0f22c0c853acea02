"""The demo's people to sign in as."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PASSWORD = "portico-demo"  # noqa: S105  it is printed on the demo's first page


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list beside the sign-in form."""

    email: str
    name: str
    initials: str
    colour: int
    role: object
    about: object
    avatar_url: str = ""  # nobody is signed in where this list stands, so no picture may be shown


ACCOUNTS = (
    Account(
        "mireille@osterkamp.example",
        "Mireille Osterkamp",
        "MO",
        0,
        _("Customer"),
        _("Three years of receipts"),
    ),
    Account("priyanka@sethuram.example", "Priyanka Sethuram", "PS", 3, _("Customer"), _("In the United Kingdom")),
    Account(
        "ben@kittelsen.example",
        "Ben Kittelsen",
        "BK",
        6,
        _("Customer"),
        _("Bought nothing, was given one offer"),
    ),
    Account("dagny@saltmarsh.example", "Dagny Voskuyl", "DV", 9, _("Owner"), _("The back office")),
)
