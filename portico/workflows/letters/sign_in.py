"""Letters around signing in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portico.core import clock
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from portico.workflows.letters.letter import Button, Fact, Letter, Paragraph, moment


def choose_password(url: str, site: Site) -> Letter:
    """The link to a page where a password is chosen."""
    return Letter(
        kind="sign_in.choose_password",
        subject=_("Choose a new password for %(site)s") % {"site": site.name},
        heading=_("Choose a new password"),
        blocks=(
            Paragraph(_("You asked for a link to choose a password. It works once, for two hours.")),
            Button(_("Choose a password"), url),
            Paragraph(_("Not you? Do nothing. Nobody can use the link without this mail."), quiet=True),
        ),
        sensitive=True,
    )


def password_chosen(contact: Contact, site: Site) -> Letter:
    """Tells that the password was changed."""
    return Letter(
        kind="sign_in.password_chosen",
        subject=_("Your password at %(site)s was changed") % {"site": site.name},
        heading=_("Your password was changed"),
        blocks=(
            [Fact(_("When"), moment(clock.now(), contact=contact, site=site))],
            Paragraph(_("Was it you? Then there is nothing to do. Other devices are signed out.")),
            Paragraph(_("Not you? Choose “Forgot password?” on the sign-in page at once, and write to us.")),
        ),
    )


def means_changed(what: str, contact: Contact, site: Site) -> Letter:
    """Tells that a way to sign in was added or taken away. `what` is a sentence: "A passkey was added."."""
    return Letter(
        kind="sign_in.means_changed",
        subject=_("How you sign in at %(site)s was changed") % {"site": site.name},
        heading=_("How you sign in was changed"),
        blocks=(
            Paragraph(what),
            [Fact(_("When"), moment(clock.now(), contact=contact, site=site))],
            Paragraph(_("Was it you? Then there is nothing to do. Other devices are signed out.")),
            Paragraph(_("Not you? Choose “Forgot password?” on the sign-in page at once, and write to us.")),
        ),
    )


def sign_in_code(digits: str, site: Site) -> Letter:
    """Six digits that sign in, in the browser that asked for them."""
    return Letter(
        kind="sign_in.sign_in_code",
        subject=_("Your code to sign in at %(site)s") % {"site": site.name},
        heading=_("Your code to sign in"),
        blocks=(
            [Fact(_("Code"), digits)],
            Paragraph(_("Type it on the page where you asked for it. It works once, for 10 minutes.")),
            Paragraph(_("Not you? Do nothing, and give the code to nobody, not even to us."), quiet=True),
        ),
        sensitive=True,
    )


def code(digits: str, site: Site) -> Letter:
    """Six digits that prove who sits at the screen."""
    return Letter(
        kind="sign_in.code",
        subject=_("Your code for %(site)s") % {"site": site.name},
        heading=_("Your code"),
        blocks=(
            [Fact(_("Code"), digits)],
            Paragraph(_("Type it on the page that asks for it. It works for 15 minutes.")),
            Paragraph(_("Not you? Then somebody is signed in as you. Choose a new password at once."), quiet=True),
        ),
        sensitive=True,
    )
