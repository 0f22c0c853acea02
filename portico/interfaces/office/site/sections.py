"""The sections of the Site page: which fields each holds, and its form as stored, as typed, and after a refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portico.domain.site.models import BuiltWith, Site
from portico.interfaces.ui.forms import Problem

ON = "on"  # how a browser sends a switch


@dataclass(frozen=True, slots=True)
class Section:
    """One form of the page. `fields` maps fields of the site to their labels; `more` are others."""

    name: str
    fields: Mapping[str, str | Promise]
    more: tuple[str, ...] = ()
    plain: bool = False
    """Saved without HTMX, because the frame around it changes too."""

    @property
    def template(self) -> str:
        """The section alone."""
        return f"office/_site_{self.name}.jinja"


LOOK = Section(
    "look",
    {
        "name": lazy("Name"),
        "contact_email": lazy("Contact email"),
        "accent": lazy("Accent colour"),
        "language": lazy("Language"),
        "time_zone": lazy("Time zone"),
        "sender_name": lazy("Sender of emails, name"),
        "logo": lazy("Logo"),
    },
    more=("logo_waiting", "logo_removed"),
    plain=True,
)
SELLER = Section(
    "seller",
    {
        "seller_name": lazy("Business name"),
        "seller_registration": lazy("Registration number"),
        "seller_address": lazy("Address"),
        "seller_tax_id": lazy("VAT number"),
    },
)
RECEIPTS = Section(
    "receipts",
    {
        "receipt_title": lazy("Title"),
        "receipt_message": lazy("Message at the foot"),
        "receipt_prefix": lazy("Prefix of receipts"),
        "refund_prefix": lazy("Prefix of refund receipts"),
        "freezes_details": lazy("Freeze details at issue"),
    },
    more=("next_number", "gap_reason", "refund_next_number", "refund_gap_reason"),
)
PAGES = Section(
    "pages",
    {"built_with": lazy("Pages are built with"), "has_user_menu": lazy("User menu on the Library page header")},
    plain=True,
)
SIGNING_IN = Section("signing_in", {"allows_code_sign_in": lazy("Signing in with a code by email")})
SECTIONS = (LOOK, SELLER, RECEIPTS, PAGES, SIGNING_IN)


@dataclass(frozen=True, slots=True)
class SectionForm:
    """What a section shows. `differences`: fields that somebody else saved meanwhile, with what is saved now."""

    values: dict[str, str]
    version: str
    errors: Mapping[str, str] = field(default_factory=dict)
    differences: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""

    def value(self, name: str) -> str:
        """What a field shows; a switch that is on shows "on"."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """What is wrong with it, or ""."""
        return self.errors.get(name, "")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the section lists."""
        return [Problem(text, f"id_{name}") for name, text in self.errors.items()]


def stored_values(site: Site, section: Section) -> dict[str, str]:
    """The site's values as a form shows them."""
    values = {name: getattr(site, name) for name in section.fields}
    return {name: (ON if value else "") if isinstance(value, bool) else value for name, value in values.items()}


def fingerprint(site: Site, section: Section) -> str:
    """Which stored values a form was opened with."""
    written = json.dumps(stored_values(site, section), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def stored_form(site: Site, section: Section, *, saved: str = "") -> SectionForm:
    """The section as it opens."""
    return SectionForm(stored_values(site, section), fingerprint(site, section), saved=saved)


def typed_form(section: Section, post: QueryDict) -> SectionForm:
    """The section with what was typed, still based on what it was opened with."""
    values = {name: post.get(name, "") for name in (*section.fields, *section.more)}
    return SectionForm(values, post.get("version", ""))


def stale_form(site: Site, section: Section, form: SectionForm) -> SectionForm:
    """The section after a refused save: what was typed, and what is saved now. The next save counts."""
    now = stored_values(site, section)
    typed = {name: value.replace("\r\n", "\n") for name, value in form.values.items()}
    words = {value: str(label) for value, label in BuiltWith.choices}
    differences = {
        name: words.get(now[name], now[name]) for name in section.fields if name != "logo" and now[name] != typed[name]
    }
    return replace(form, version=fingerprint(site, section), differences=differences)
