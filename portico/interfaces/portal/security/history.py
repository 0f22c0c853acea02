"""What happened to one's own ways in during the last 90 days, in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from portico.core.history.models import Entry
from portico.core.history.pages import entry_page
from portico.domain.contacts.security.log import list_security_entries
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest

# Icon and sentence of each verb. A test finds a verb without one.
SENTENCES: dict[str, tuple[str, str | Promise]] = {
    "security.signed_in": ("login", lazy("Signed in")),
    "security.sign_in_failed": ("alert-triangle", lazy("Somebody tried to sign in and could not")),
    "security.password_changed": ("key", lazy("Password changed")),
    "security.passkey_added": ("fingerprint", lazy("Passkey added: %(name)s")),
    "security.passkey_renamed": ("pencil", lazy("Passkey renamed to %(name)s")),
    "security.passkey_removed": ("trash", lazy("Passkey removed: %(name)s")),
    "security.two_step_on": ("shield-check", lazy("Two-step sign-in turned on")),
    "security.two_step_off": ("lock-open", lazy("Two-step sign-in turned off")),
    "security.recovery_codes_made": ("refresh", lazy("New recovery codes made")),
    "security.recovery_code_used": ("key", lazy("A recovery code was used. Codes left: %(left)s")),
    "security.device_signed_out": ("logout", lazy("A device signed out")),
    "security.signed_out_others": ("logout", lazy("Signed out everywhere else")),
    "security.means_removed": ("trash", lazy("Passkeys and codes added since the change of email removed")),
    "contact.email_change_asked": ("mail-forward", lazy("Asked to change the email")),
    "contact.email_change_withdrawn": ("mail", lazy("Kept the old email")),
    "contact.email_change_undone": ("arrow-back-up", lazy("Change of email undone")),
    "contact.details_changed": ("mail", lazy("Email changed")),
}
WITH_WHAT: dict[str, str | Promise] = {
    "password": lazy("With the password"),
    "passkey": lazy("With a passkey"),
    "code": lazy("With a code by email"),
    "demo": lazy("From the list of demo accounts"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    entry: Entry
    icon: str
    sentence: str
    more: str


@require_safe
@settings_area
def history(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page."""
    asked = cast("SignedInRequest", request)
    page = entry_page(
        asked.user.id,
        older_than=_key(asked, "older"),
        newer_than=_key(asked, "newer"),
        among=list_security_entries(asked.user),
    )
    context = {"lines": [line_of(entry) for entry in page.entries], "newer": page.newer, "older": page.older}
    return render(asked, "portal/security_history.jinja", context)


def line_of(entry: Entry) -> Line:
    """An entry in words for the contact themselves."""
    icon, words = SENTENCES.get(entry.verb, ("history", entry.verb))
    values = getattr(entry, "values_changed", None)
    known: defaultdict[str, Any] = defaultdict(str, entry.facts)
    if values is not None:
        known["name"] = values.after.get("name") or values.before.get("name", "")
    return Line(entry, icon, str(words) % known, _more(entry))


def _more(entry: Entry) -> str:
    """With what and where somebody signed in; who it was when it was the team."""
    parts = []
    if entry.verb == "security.signed_in":
        parts += [str(WITH_WHAT.get(entry.facts.get("with", ""), "")), entry.facts.get("browser", "")]
    elif entry.verb == "contact.details_changed":
        values = getattr(entry, "values_changed", None)
        parts.append(values.after.get("email", "") if values else "")
    if entry.verb != "security.signed_in" and entry.actor_kind == "team":
        parts.append(_("By %(name)s") % {"name": entry.actor_label})
    return ", ".join(part for part in parts if part)


def _key(request: SignedInRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
