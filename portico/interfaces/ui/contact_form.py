"""The form of a contact's details, the same for the customer and for the team: what it shows, and what it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portico.domain.contacts.addresses import ADDRESS_FIELDS, AddressField, address_fields
from portico.domain.contacts.countries import country_name, list_countries
from portico.domain.contacts.details import DETAIL_FIELDS, Details
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.tax_ids import checked_sentence, show_tax_id, tax_countries, tax_kinds
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.options import OptionList

KEPT = "kept_"  # fields that the chosen country has not, carried along in case the country is changed back


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that somebody else changed while this form was open."""

    was: str
    now: str
    typed: str


@dataclass(frozen=True, slots=True)
class ContactForm:
    """Everything the form's template needs. `values` are as typed, or as stored and shown in their usual form."""

    values: Details
    version: int
    details_number: int
    stored_email: str
    tax_badge: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""

    def value(self, name: str) -> str:
        """What a field shows."""
        return str(getattr(self.values, name))

    def error(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return self.errors.get(name, "")

    def describedby(self, name: str) -> str:
        """The id of what is told about a field that somebody else changed, or ""."""
        return f"id_{name}-diff" if name in self.differences else ""

    @property
    def address_fields(self) -> tuple[AddressField, ...]:
        """The fields of the chosen country."""
        return address_fields(self.values.country)

    @property
    def tax_kinds(self) -> list[tuple[str, str]]:
        """The kinds of tax ID of the chosen country."""
        return [(kind.kind, kind.label) for kind in tax_kinds(self.values.tax_country)]

    @property
    def countries(self) -> OptionList:
        """Every country, by name."""
        return _countries(get_language() or "en")

    @property
    def tax_countries(self) -> OptionList:
        """The countries that have a kind of tax ID."""
        return _tax_countries(get_language() or "en")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the form lists, in the form's order."""
        if not self.errors:
            return []
        shown = [*DETAIL_FIELDS[:6], "country", *(row.name for row in self.address_fields)]
        names = [
            *(name for name in shown if name in self.errors),
            *(n for n in self.errors if n not in shown),
        ]
        return [Problem(self.errors[name], f"id_{name}") for name in names]


def stored_form(contact: Contact, *, saved: str = "") -> ContactForm:
    """The form as it opens."""
    details = contact.details
    return ContactForm(
        values=replace(details, tax_number=show_tax_id(details.tax_id)),
        version=contact.version,
        details_number=contact.details_number,
        stored_email=contact.email_as_typed,
        tax_badge=checked_sentence(details.tax_id) if details.tax_id else "",
        saved=saved,
    )


def typed_form(contact: Contact, post: QueryDict, *, errors: Mapping[str, str] | None = None) -> ContactForm:
    """The form with what was typed, still based on the version it was opened with."""
    typed = typed_details(post, drop_foreign=False)
    kept = {
        KEPT + name: value
        for name in ADDRESS_FIELDS[1:]
        if (value := post.get(name) or post.get(KEPT + name, ""))
        and name not in {row.name for row in address_fields(typed.country)}
    }
    return ContactForm(
        values=typed,
        version=posted_number(post, "version"),
        details_number=posted_number(post, "details_number"),
        stored_email=contact.email_as_typed,
        errors=errors or {},
        kept=kept,
    )


def stale_form(current: Contact, post: QueryDict) -> ContactForm:
    """The form after a refused save: what was typed, what it was, what is saved now. The next save counts."""
    form = typed_form(current, post)
    now, was = current.details, _details_at(current, posted_number(post, "details_number"))
    differences = {
        name: Difference(_shown(name, was), _shown(name, now), form.value(name))
        for name in DETAIL_FIELDS
        if getattr(was, name) != getattr(now, name) and form.value(name) != _shown(name, now)
    }
    return replace(form, version=current.version, details_number=current.details_number, differences=differences)


def typed_details(post: QueryDict, *, drop_foreign: bool = True) -> Details:
    """What was typed, field by field. A field that the chosen country has not is left out (`drop_foreign`)."""
    values = {name: post.get(name, "") for name in DETAIL_FIELDS}
    own = {row.name for row in address_fields(values["country"][:2])}
    for name in ADDRESS_FIELDS[1:]:
        if name not in own and drop_foreign:
            values[name] = ""
        elif name in own and not values[name]:
            values[name] = "" if name in post else post.get(KEPT + name, "")
    if not values["tax_number"].strip():
        values["tax_kind"] = "" if drop_foreign else values["tax_kind"]
    elif (only := _only_kind(values["tax_country"])) and drop_foreign:
        values["tax_kind"] = only  # without script the list still shows the kinds of the country before
    return Details(**values)


def _only_kind(country: str) -> str:
    """The kind of tax ID of a country that has one, or ""."""
    kinds = tax_kinds(country.strip().upper())
    return kinds[0].kind if len(kinds) == 1 else ""


def posted_number(post: QueryDict, name: str) -> int:
    """A hidden number of the form; 0, which no row has, for anything else."""
    text = post.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def based_on(contact: Contact, post: QueryDict) -> int:
    """Which version of the contact a form was opened with. Another time zone or external user ID makes it no older:
    what counts is that the details are still those it showed.
    """
    is_current = posted_number(post, "details_number") == contact.details_number
    return contact.version if is_current else posted_number(post, "version")


def label_of(name: str, country: str) -> str:
    """What a field is called, for the list of fields that differ."""
    own = {
        "full_name": _("Full name"),
        "company": _("Company"),
        "email": _("Email"),
        "tax_country": _("Country of the tax ID"),
        "tax_kind": _("Type of tax ID"),
        "tax_number": _("Tax ID"),
        "country": _("Country"),
    }
    labels = {row.name: row.label for row in address_fields(country)}
    return own.get(name) or labels.get(name) or _("Address")


def _shown(name: str, details: Details) -> str:
    if name == "tax_number":
        return show_tax_id(details.tax_id)
    return str(getattr(details, name))


def _details_at(contact: Contact, number: int) -> Details:
    version = DetailsVersion.objects.filter(contact_id=contact.id, number=number).first()
    return Details.from_json(version.details) if version else Details()


@cache
def _countries(language: str) -> OptionList:
    return OptionList(list_countries(language))


@cache
def _tax_countries(language: str) -> OptionList:
    named = [(code, country_name(code, language) or _("European Union")) for code in tax_countries()]
    return OptionList(sorted(named, key=lambda pair: pair[1].casefold()))
