"""Saving a section: what is wrong is said at its field, what is stale keeps what was typed, else it is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.core import clock
from portico.domain.receipts.models import SeriesKind
from portico.domain.site.actions import change_site
from portico.domain.site.checking import cleaned_look, cleaned_receipts, cleaned_seller
from portico.domain.site.errors import InvalidSite, StaleSite
from portico.domain.site.logo import keep_logo
from portico.domain.site.models import Site
from portico.domain.site.queries import get_site
from portico.domain.team.rights import Right
from portico.interfaces.office.gates import team
from portico.interfaces.office.site.built_with import cleaned_built_with, typed_built_with
from portico.interfaces.office.site.page import SAVED, show_section
from portico.interfaces.office.site.sections import (
    LOOK,
    ON,
    PAGES,
    RECEIPTS,
    SELLER,
    SIGNING_IN,
    Section,
    fingerprint,
    stale_form,
    stored_form,
    stored_values,
    typed_form,
)
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_receipt_settings
from portico.workflows.change_receipt_settings import FIELDS, WantedNumber

Values = dict[str, str]
_LOGO = re.compile(r"logo/[0-9a-f]{2}/[0-9A-Za-z_]{64,80}\.png")


@team(Right.EDIT_SITE)
@require_POST
def save_look(request: HttpRequest) -> HttpResponse:
    """Name and look. A logo that was read is kept while another field is mended, so that it is chosen once."""
    asked = cast("SignedInRequest", request)
    sentence = _("Saved at %(time)s. Every page shows it now.")
    return _attempt(asked, LOOK, lambda typed: _cleaned_look(asked, typed), sentence=sentence)


@team(Right.EDIT_SITE)
@require_POST
def save_seller(request: HttpRequest) -> HttpResponse:
    """The seller's side of new receipts."""
    return _attempt(cast("SignedInRequest", request), SELLER, cleaned_seller)


@team(Right.EDIT_SITE)
@require_POST
def save_receipts(request: HttpRequest) -> HttpResponse:
    """Wording, numbers and freeze."""
    asked = cast("SignedInRequest", request)

    def clean(typed: Values) -> Values:
        return {**cleaned_receipts(typed), "freezes_details": ON if typed["freezes_details"] == ON else ""}

    def store(values: Values) -> Site:
        freezes = values.pop("freezes_details") == ON
        return change_receipt_settings.run(
            asked.site,
            values=values,
            freezes=freezes,
            wanted=_wanted_numbers(asked),
            expected_version=asked.site.version,
            by=actor(asked),
        )

    return _attempt(asked, RECEIPTS, clean, store=store)


@team(Right.EDIT_SITE)
@require_POST
def save_pages(request: HttpRequest) -> HttpResponse:
    """What the pages are built with, and the user menu. Removing that is asked once more, on a page of its own."""
    asked = cast("SignedInRequest", request)
    keeps_menu = asked.POST.get("has_user_menu") == ON
    built_with = typed_built_with(asked.POST, asked.site)
    if asked.site.has_user_menu and not keeps_menu and asked.POST.get("confirmed") != "yes":
        also = f"?{urlencode({'built_with': built_with})}" if built_with != asked.site.built_with else ""
        return redirect(reverse("office_site_user_menu") + also)

    def clean(typed: Values) -> Values:
        typed["built_with"] = built_with
        return {"built_with": cleaned_built_with(built_with), "has_user_menu": ON if keeps_menu else ""}

    def store(values: Values) -> Site:
        wanted = {**values, "has_user_menu": keeps_menu}
        return change_site(asked.site, values=wanted, expected_version=asked.site.version, by=actor(asked))

    return _attempt(asked, PAGES, clean, store=store)


@team(Right.EDIT_SITE)
@require_POST
def save_signing_in(request: HttpRequest) -> HttpResponse:
    """Whether a mailed code may take the place of the password."""
    asked = cast("SignedInRequest", request)
    allows = asked.POST.get("allows_code_sign_in") == ON

    def store(_values: Values) -> Site:
        values = {"allows_code_sign_in": allows}
        return change_site(asked.site, values=values, expected_version=asked.site.version, by=actor(asked))

    return _attempt(asked, SIGNING_IN, lambda _typed: {"allows_code_sign_in": ON if allows else ""}, store=store)


def _attempt(
    request: SignedInRequest,
    section: Section,
    clean: Callable[[Values], Values],
    *,
    store: Callable[[Values], Site] | None = None,
    sentence: str = "",
) -> HttpResponse:
    """One save. `clean` gives the values to store, under the fields' own names; it and `store` may raise InvalidSite.

    What `clean` writes into the typed values is shown when the save is refused.
    """
    form = typed_form(section, request.POST)
    try:
        values = clean(form.values)
        _refuse_stale(request, section, values)
        request.site = store(values) if store else _change(request, values)
    except InvalidSite as refused:
        return show_section(request, section, replace(form, errors=refused.errors), status=422)
    except StaleSite:
        request.site = get_site()
        return show_section(request, section, stale_form(request.site, section, form), status=409)
    saved = (sentence or _("Saved at %(time)s.")) % {"time": time_text(clock.now())}
    if "HX-Request" in request.headers:
        return show_section(request, section, stored_form(request.site, section, saved=saved))
    request.session[SAVED] = (section.name, saved)
    return redirect(f"{reverse('office_site')}#{section.name}")


def _change(request: SignedInRequest, values: Values) -> Site:
    return change_site(request.site, values=values, expected_version=request.site.version, by=actor(request))


def _refuse_stale(request: SignedInRequest, section: Section, values: Values) -> None:
    """Raise StaleSite when a field of this section was changed meanwhile, unless to what is asked for now."""
    stored = stored_values(request.site, section)
    asked = {name: values.get(name, value) for name, value in stored.items()}
    if request.POST.get("version") != fingerprint(request.site, section) and asked != stored:
        raise StaleSite


def _cleaned_look(request: SignedInRequest, typed: Values) -> Values:
    errors: Values = {}
    values: Values = {}
    try:
        values = cleaned_look(typed)
    except InvalidSite as refused:
        errors |= refused.errors
    try:
        logo = _typed_logo(request, typed)
    except InvalidSite as refused:
        errors |= refused.errors
    if errors:
        raise InvalidSite(errors)
    return values if logo is None else {**values, "logo": logo}


def _typed_logo(request: SignedInRequest, typed: Values) -> str | None:
    """The name of a new logo, "" to have none, None to leave it."""
    if not _LOGO.fullmatch(typed["logo_waiting"]):
        typed["logo_waiting"] = ""
    upload = request.FILES.get("logo")
    if isinstance(upload, UploadedFile):
        typed["logo_waiting"] = keep_logo(upload.read())
    elif typed["logo_removed"] == ON:
        return ""
    return typed["logo_waiting"] or None


def _wanted_numbers(request: SignedInRequest) -> dict[SeriesKind, WantedNumber]:
    """The series whose next number the owner changed. One left as it was shown goes on by itself."""
    wanted, errors = {}, {}
    for kind, fields in FIELDS.items():
        typed = request.POST.get(fields.number, "").strip()
        if typed in ("", request.POST.get(f"{fields.number}_shown")):
            continue
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 12):
            errors[fields.number] = _("Write a whole number, such as 1200.")
            continue
        wanted[kind] = WantedNumber(int(typed), request.POST.get(fields.reason, ""))
    if errors:
        raise InvalidSite(errors)
    return wanted
