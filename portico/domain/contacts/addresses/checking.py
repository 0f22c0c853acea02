"""What is wrong with an address, field by field, each with the cure."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portico.domain.contacts.addresses.fields import is_required
from portico.domain.contacts.addresses.normalising import (
    MAX_LENGTH,
    find_region_code,
    is_postal_code,
    normalise_address,
)
from portico.domain.contacts.addresses.rules import Rules, get_rules
from portico.domain.contacts.addresses.shape import ADDRESS_FIELDS, Address
from portico.domain.contacts.addresses.text import is_hidden
from portico.domain.contacts.addresses.wording import field_label
from portico.domain.contacts.countries import country_name, is_country
from portico.domain.contacts.demonyms import adjective


def check_address(address: Address) -> dict[str, str]:
    """Give what is wrong: field name to a translated sentence with the cure; empty when the address is right.

    The address is optional: nothing at all, or only a country, is right.
    """
    refused = _unreadable(address)
    if refused:
        return refused
    stored = normalise_address(address)
    if not stored.country:
        return {"country": _("Choose the country of this address.")} if stored.has_more_than_country() else {}
    if not is_country(stored.country):
        return {"country": _("We do not know this country. Choose one from the list.")}
    if not stored.has_more_than_country():
        return {}
    rules = get_rules(stored.country)
    return _missing(stored, rules) | _misshapen(stored, rules)


def _unreadable(address: Address) -> dict[str, str]:
    refused = {}
    for name in ADDRESS_FIELDS:
        value = getattr(address, name)
        if len(value) > MAX_LENGTH:
            refused[name] = _("Use at most %(count)d characters.") % {"count": MAX_LENGTH}
        elif any(is_hidden(character) for character in value):
            refused[name] = _("This has characters that cannot be printed. Type it again, do not paste it.")
    return refused


def _missing(address: Address, rules: Rules) -> dict[str, str]:
    return {
        name: _("Fill in: %(field)s.") % {"field": field_label(name, rules)}
        for name in ADDRESS_FIELDS
        if not getattr(address, name) and is_required(name, rules)
    }


def _misshapen(address: Address, rules: Rules) -> dict[str, str]:
    wrong = {}
    if address.postal_code and not is_postal_code(address.postal_code, rules):
        wrong["postal_code"] = _postal_code_cure(rules)
    if address.region and rules.regions and find_region_code(address.region, rules) is None:
        wrong["region"] = _("We do not know this one in %(country)s. Choose one from the list.") % {
            "country": country_name(rules.country, get_language() or "en")
        }
    return wrong


def _postal_code_cure(rules: Rules) -> str:
    if not rules.postal_code_examples:
        return _("This does not look right. Compare it with a letter that reached you.")
    label = field_label("postal_code", rules)
    dutch = adjective(rules.country)
    example = Address(rules.country, postal_code=rules.postal_code_examples[0])
    known = {
        "adjective": dutch[:1].upper() + dutch[1:],
        "country": country_name(rules.country, get_language() or "en"),
        "example": normalise_address(example).postal_code,
        # "ZIP code" and "PIN code" keep their capitals inside a sentence.
        "field": label if label[1:2].isupper() else label[:1].lower() + label[1:],
    }
    if dutch:
        return _("%(adjective)s %(field)s looks like %(example)s.") % known
    return _("It looks like %(example)s in %(country)s.") % known
