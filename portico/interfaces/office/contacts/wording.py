"""History in words: what a verb says, who did it, and each changed value as people read it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portico.core.history.models import Entry
from portico.domain.contacts.countries import country_name
from portico.domain.contacts.details import DETAIL_FIELDS
from portico.domain.contacts.models import Contact
from portico.domain.contacts.tax_ids import find_kind
from portico.interfaces.office.contacts.directory_entry_words import entry_label
from portico.interfaces.ui.contact_form import label_of

OF_A_PERSON = ("contact.", "profile.", "directory.")  # their facts name fields that _label knows

# Icon and sentence of each verb; names in brackets are facts of the entry. A test finds a verb without one.
SENTENCES: dict[str, tuple[str, str | Promise]] = {
    "contact.added": ("user-plus", lazy("Became a contact")),
    "contact.avatar_changed": ("photo", lazy("Picture changed")),
    "contact.avatar_removed": ("photo", lazy("Picture removed")),
    "contact.completed": ("upload", lazy("What was missing filled in from a file")),
    "contact.details_changed": ("user-edit", lazy("Details changed")),
    "contact.email_change_asked": ("mail-forward", lazy("Asked for a change of email")),
    "contact.email_change_withdrawn": ("mail", lazy("Kept the old email")),
    "contact.email_change_undone": ("arrow-back-up", lazy("Change of email undone from the old address")),
    "contact.time_zone_changed": ("world", lazy("Time zone changed")),
    "contact.topics_changed": ("bell", lazy("Notification preferences changed")),
    "privacy.copy_asked": ("download", lazy("Asked for a copy of their data")),
    "privacy.deletion_asked": ("trash", lazy("Asked to delete their account")),
    "privacy.deletion_withdrawn": ("arrow-back-up", lazy("Kept their account after all")),
    "privacy.deleted": ("trash", lazy("Account deleted; receipts are kept until the retention ends")),
    "privacy.retention_ended": ("trash", lazy("Receipts deleted at the end of the retention")),
    "contact.external_id_changed": ("id", lazy("External user ID changed")),
    "announcement.begun": ("mail-forward", lazy("Announcement “%(subject)s” sent to %(count)s people")),
    "announcement.changed": ("pencil", lazy("Announcement “%(subject)s” changed")),
    "announcement.removed": ("trash", lazy("Announcement “%(subject)s” thrown away")),
    "announcement.sent": ("mail", lazy("Announcement “%(subject)s” went out to %(count)s people")),
    "announcement.stopped": ("ban", lazy("Announcement “%(subject)s” stopped")),
    "announcement.written": ("pencil", lazy("Announcement “%(subject)s” written")),
    "community.changed": ("messages", lazy("Community changed")),
    "community.comment_deleted": ("trash", lazy("Deleted a comment in a community")),
    "community.comment_edited": ("pencil", lazy("Edited a comment in a community")),
    "community.comment_hidden": ("eye-off", lazy("Comment in a community hidden")),
    "community.comment_restored": ("eye", lazy("Hidden comment in a community shown again")),
    "community.comment_written": ("message-2", lazy("Wrote a comment in a community")),
    "community.imported": ("upload", lazy("What they wrote in a community taken in from a file")),
    "community.notices_changed": ("bell", lazy("Notifications of a community changed")),
    "community.opened": ("messages", lazy("Community opened")),
    "community.picture_changed": ("photo", lazy("Picture in a community changed")),
    "community.post_deleted": ("trash", lazy("Deleted a post in a community")),
    "community.post_edited": ("pencil", lazy("Edited a post in a community")),
    "community.post_hidden": ("eye-off", lazy("Post in a community hidden")),
    "community.post_restored": ("eye", lazy("Hidden post in a community shown again")),
    "community.post_written": ("message-2", lazy("Wrote a post in a community")),
    "community.profile_changed": ("user-edit", lazy("Profile in a community changed")),
    "directory.choice_changed": ("users", lazy("Choice about the customer directory changed")),
    "directory.entry_hidden": ("eye-off", lazy("Directory entry hidden")),
    "directory.entry_restored": ("eye", lazy("Directory entry shown again")),
    "grant.imported": ("gift", lazy("Access given by an imported file")),
    "offer.imported": ("tag", lazy("Offer taken in from a file")),
    "product.added": ("package", lazy("Product added")),
    "product.imported": ("package", lazy("Product taken in from a file")),
    "profile.social_changed": ("user-edit", lazy("Social profile changed")),
    "purchase.imported": ("shopping-bag", lazy("Purchase taken in from a file")),
    "receipt.imported": ("receipt", lazy("Receipt %(number)s taken in from a file")),
    "receipt.issued": ("receipt", lazy("Receipt %(number)s issued")),
    "receipts.numbers_left_out": (
        "receipt-off",
        lazy("Numbers %(first)s to %(last)s of %(prefix)s left out: %(reason)s"),
    ),
    "security.device_signed_out": ("logout", lazy("Signed a device out")),
    "security.means_removed": ("trash", lazy("Passkeys and codes added since the change of email removed")),
    "security.passkey_added": ("fingerprint", lazy("Passkey added")),
    "security.passkey_removed": ("trash", lazy("Passkey removed")),
    "security.passkey_renamed": ("pencil", lazy("Passkey renamed")),
    "security.password_changed": ("key", lazy("Password changed")),
    "security.recovery_code_used": ("key", lazy("Recovery code used")),
    "security.recovery_codes_made": ("refresh", lazy("New recovery codes made")),
    "security.sign_in_failed": ("alert-triangle", lazy("A sign-in failed")),
    "security.signed_in": ("login", lazy("Signed in")),
    "security.signed_out_others": ("logout", lazy("Signed out on all other devices")),
    "security.two_step_off": ("lock-open", lazy("Two-step sign-in turned off")),
    "security.two_step_on": ("shield-check", lazy("Two-step sign-in turned on")),
    "site.opened": ("home", lazy("Site opened")),
    "site.changed": ("settings", lazy("Site changed")),
    "site.details_frozen": ("lock", lazy("Details on receipts frozen")),
    "site.details_unfrozen": ("lock-open", lazy("Details on receipts no longer frozen")),
    "topic.added": ("bell", lazy("Topic “%(topic)s” added")),
    "topic.archived": ("bell-off", lazy("Topic “%(topic)s” archived")),
    "topic.brought_back": ("bell", lazy("Topic “%(topic)s” brought back")),
    "topic.changed": ("pencil", lazy("Topic “%(topic)s” changed")),
    "topic.moved": ("switch-horizontal", lazy("Topic “%(topic)s” moved to place %(place)s")),
    "team.role_given": ("users-group", lazy("Role in the team: %(role)s")),
}


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One field before and after, in words; empty where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry in words."""

    entry: Entry
    icon: str
    sentence: str
    by: str
    changes: list[ChangedValue]


def history_line(entry: Entry, contact: Contact) -> HistoryLine:
    """An entry of the contact's history, for people. Its values should be loaded with it."""
    icon, words = SENTENCES.get(entry.verb, ("history", entry.verb))
    facts: defaultdict[str, Any] = defaultdict(str, entry.facts)
    return HistoryLine(entry, icon, str(words) % facts, actor_text(entry), changed_values(entry, contact))


def actor_text(entry: Entry) -> str:
    """Who did it: a name, with what they are."""
    kinds = {
        "customer": _("the customer"),
        "team": _("the team"),
        "api_key": _("an API key"),
        "processor": _("a processor"),
        "import": _("an import"),
        "clock": _("the clock"),
        "operator": _("the operator"),
    }
    kind = kinds.get(entry.actor_kind, entry.actor_kind)
    return _("%(name)s, %(kind)s") % {"name": entry.actor_label, "kind": kind} if entry.actor_label else kind


def changed_values(entry: Entry, contact: Contact) -> list[ChangedValue]:
    """The changed fields in their printed order. Names alone once the values were erased."""
    values = getattr(entry, "values_changed", None)
    if values is None:
        erased = _("Erased")
        fields = [name for name in entry.facts.get("fields", []) if entry.verb.startswith(OF_A_PERSON)]
        return [ChangedValue(_label(name, contact, entry.verb), erased, erased) for name in fields]
    before, after = values.before, values.after
    names = sorted(before.keys() | after.keys(), key=_place)
    return [
        ChangedValue(
            _label(name, contact, entry.verb), value_text(name, before, contact), value_text(name, after, contact)
        )
        for name in names
    ]


def value_text(name: str, values: dict[str, Any], contact: Contact) -> str:
    """One stored value as people read it: a country by its name, a kind of tax ID by its label."""
    value = values.get(name)
    if isinstance(value, bool):
        return _("On") if value else _("Off")
    if not value:
        return ""
    if name in ("country", "tax_country"):
        return country_name(value, get_language() or "en") or value
    if name == "tax_kind":
        kind = find_kind(values.get("tax_country") or contact.tax_country, value)
        return kind.label if kind else str(value)
    return str(value)


def _label(name: str, contact: Contact, verb: str) -> str:
    if verb == "contact.topics_changed":  # topics stand under their names
        return name
    if verb.startswith(("profile.", "directory.")):
        return entry_label(name)
    own = {"external_id": _("External user ID"), "time_zone": _("Time zone")}
    return own.get(name) or label_of(name, contact.country)


def _place(name: str) -> int:
    return DETAIL_FIELDS.index(name) if name in DETAIL_FIELDS else len(DETAIL_FIELDS)
