"""Letters about a person's data."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.domain.contacts.models import Contact
from portico.domain.privacy.models import Deletion
from portico.domain.site.models import Site
from portico.workflows.letters.letter import Button, Fact, Letter, Paragraph, moment


def copy_ready(site: Site) -> Letter:
    """The copy of their data can be downloaded."""
    return Letter(
        kind="privacy.copy_ready",
        subject=_("The copy of your data at %(site)s is ready") % {"site": site.name},
        heading=_("The copy of your data is ready"),
        blocks=(
            Paragraph(_("You can download it for 7 days. Sign in first: the link works for nobody else.")),
            Button(_("Open the page"), str(settings.ORIGIN) + reverse("settings_copy")),
            Paragraph(_("Not you? Choose a new password at once, and write to us."), quiet=True),
        ),
    )


def deletion_asked(contact: Contact, deletion: Deletion, site: Site) -> Letter:
    """The account will be deleted; until then they may change their mind."""
    return Letter(
        kind="privacy.deletion_asked",
        subject=_("Your account at %(site)s will be deleted") % {"site": site.name},
        heading=_("Your account will be deleted"),
        blocks=(
            [Fact(_("Deleted on"), moment(deletion.due_at, contact=contact, site=site))],
            Paragraph(_("Until then everything works as before, and you can change your mind.")),
            Button(_("Keep my account"), str(settings.ORIGIN) + reverse("settings_deletion")),
            Paragraph(_("Not you? Open the page, keep the account, and choose a new password at once."), quiet=True),
        ),
    )
