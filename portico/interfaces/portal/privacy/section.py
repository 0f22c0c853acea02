"""The section: what can be asked for, and where it stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portico.domain.privacy.queries import find_deletion, find_newest_copy
from portico.interfaces.portal.settings.sections import Section, draw, said
from portico.interfaces.ui.requests import SignedInRequest

ANCHOR = "privacy"


def section(request: SignedInRequest) -> Section:
    """The section as it opens."""
    context = {
        "copy": find_newest_copy(request.user),
        "deletion": find_deletion(request.user),
        "saved": said(request, ANCHOR),
    }
    template = "portal/_privacy_section.jinja"
    return draw(request, anchor=ANCHOR, label=_("Privacy"), template=template, context=context)
