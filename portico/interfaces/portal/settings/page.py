"""The Settings page: which sections it has, in which order."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.privacy import section as privacy
from portico.interfaces.portal.security import section as security
from portico.interfaces.portal.settings import contact, directory, profile, social
from portico.interfaces.portal.settings.sections import Maker, page
from portico.interfaces.ui.requests import SignedInRequest

# By anchor. A maker that gives None leaves its section out for this customer.
MAKERS: dict[str, Maker] = {
    contact.ANCHOR: contact.section,
    profile.ANCHOR: profile.section,
    social.ANCHOR: social.section,
    directory.ANCHOR: directory.section,
    security.ANCHOR: security.section,
    privacy.ANCHOR: privacy.section,
}


@require_safe
@settings_area
def settings_page(request: HttpRequest) -> HttpResponse:
    """Settings, one page."""
    return page(cast("SignedInRequest", request))
