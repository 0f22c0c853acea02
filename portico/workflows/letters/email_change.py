"""Letters around a change of email."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.core import clock
from portico.domain.contacts.models import Contact, EmailChange
from portico.domain.site.models import Site
from portico.workflows.letters.letter import Button, Fact, Letter, Paragraph, moment


def link(name: str, token: str) -> str:
    """The absolute address of a page that takes a token. Built from PORTICO_URL, never from a request's host."""
    return str(settings.ORIGIN) + reverse(name, args=[token])


def confirm_new(contact: Contact, change: EmailChange, token: str, site: Site) -> Letter:
    """To the new address: open the page, press the button."""
    subject = _("Use this email at %(site)s?") % {"site": site.name}
    asked = _("You asked us to use %(email)s from now on. Open the page and press the button there.")
    until = _("The link works until %(until)s. Until the button is pressed, %(email)s stays in force.")
    shown_until = moment(change.expires_at, contact=contact, site=site)
    return Letter(
        kind="email_change.confirm",
        subject=subject,
        heading=subject,
        blocks=(
            Paragraph(asked % {"email": change.new_email_as_typed}),
            Button(_("Open the page"), link("email_confirm", token)),
            Paragraph(until % {"until": shown_until, "email": change.old_email_as_typed}),
            Paragraph(_("Not you? Do nothing, and nothing changes."), quiet=True),
        ),
    )


def asked_notice(contact: Contact, change: EmailChange, site: Site) -> Letter:
    """To the old address: somebody asked for a change."""
    return Letter(
        kind="email_change.asked",
        subject=_("A new email was asked for at %(site)s") % {"site": site.name},
        heading=_("A new email was asked for"),
        blocks=(
            [
                Fact(_("Now"), change.old_email_as_typed),
                Fact(_("Asked for"), change.new_email_as_typed),
                Fact(_("When"), moment(change.requested_at, contact=contact, site=site)),
            ],
            Paragraph(_("Nothing has changed yet. It does once the button behind the link we sent there is pressed.")),
            Paragraph(_("Not you? Choose “Keep the old address” in your settings, and a new password."), quiet=True),
            Button(_("Open your settings"), str(settings.ORIGIN) + reverse("settings")),
        ),
    )


def address_wanted(holder: Contact, site: Site) -> Letter:
    """To the holder of an address that somebody else asked to use."""
    return Letter(
        kind="email_change.taken",
        subject=_("Somebody tried to use your email at %(site)s") % {"site": site.name},
        heading=_("Somebody tried to use your email"),
        blocks=(
            [Fact(_("When"), moment(clock.now(), contact=holder, site=site))],
            Paragraph(_("Another customer asked to use this address. It is yours, so nothing changed.")),
            Paragraph(_("Was it you, with a second account? Write to us and we join the two."), quiet=True),
        ),
    )


def changed(contact: Contact, change: EmailChange, undo_token: str, site: Site) -> Letter:
    """To the old address: the change is in force, and how to undo it."""
    undo_until = change.undo_until or clock.now()
    works = _("Not you? Undo it. This works until %(until)s, without signing in.")
    return Letter(
        kind="email_change.changed",
        subject=_("Your email at %(site)s was changed") % {"site": site.name},
        heading=_("Your email was changed"),
        blocks=(
            [
                Fact(_("Before"), change.old_email_as_typed),
                Fact(_("Now"), change.new_email_as_typed),
                Fact(_("When"), moment(clock.now(), contact=contact, site=site)),
            ],
            Paragraph(_("Was it you? Then there is nothing to do.")),
            Paragraph(works % {"until": moment(undo_until, contact=contact, site=site)}),
            Button(_("Undo the change"), link("email_undo", undo_token)),
            Paragraph(
                _(
                    "The link opens a page with a button. Undoing brings this email back, signs out every device, "
                    "removes ways to sign in that were added since, and sends you a link for a new password."
                ),
                quiet=True,
            ),
        ),
        sensitive=True,
    )
