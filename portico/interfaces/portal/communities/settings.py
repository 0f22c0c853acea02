"""A member's settings inside a new community: how they show themselves there, and what they are told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.core import clock
from portico.core.limits.counting import is_allowed
from portico.core.pictures.encoding import Square
from portico.domain.communities.access import Visitor
from portico.domain.communities.errors import InvalidWords, Stale
from portico.domain.communities.member_profiles import (
    CHANNELS,
    FIELDS,
    change_member_profile,
    change_notices,
    choices_of,
    find_member_profile,
)
from portico.domain.communities.models import MemberProfile, NoticeKind
from portico.domain.communities.pictures import change_picture, read_picture, remove_picture
from portico.domain.communities.queries import count_members
from portico.domain.profiles.pictures import InvalidPicture, encode_avatar
from portico.interfaces.portal.communities.doors import inside, inside_new
from portico.interfaces.portal.communities.frame import address, show
from portico.interfaces.portal.communities.people import author
from portico.interfaces.ui.dates import time_text
from portico.interfaces.ui.forms import Problem
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor

SAVED = "community_saved"  # in the session: which section says what once, after a redirect
PROFILE, PICTURE, NOTICES = "profile", "picture", "notifications"
PICTURES_AN_HOUR = 20
MOST_BYTES = 3_000_000  # what any form of ours may send, with room for the rest of it


@dataclass(frozen=True, slots=True)
class Form:
    """One section. `stored`: what another tab saved meanwhile, by field, where it differs from what was typed."""

    values: Mapping[str, Any]
    version: int = 1
    errors: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, Any] = field(default_factory=dict)
    saved: str = ""

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the section lists."""
        return [Problem(text, f"id_{name}") for name, text in self.errors.items()]


@require_safe
@inside_new
def settings(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """The page."""
    said = request.session.pop(SAVED, {}) if SAVED in request.session else {}
    profile = find_member_profile(visitor)
    forms = {
        PROFILE: _stored_profile(profile, saved=said.get(PROFILE, "")),
        PICTURE: Form({}, saved=said.get(PICTURE, "")),
        NOTICES: _stored_notices(profile, saved=said.get(NOTICES, "")),
    }
    return _page(request, visitor, forms)


@require_POST
@inside_new
def save_profile(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """Name, headline and bio."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    version = _version(request)
    try:
        change_member_profile(visitor, typed=typed, expected_version=version, by=actor(request))
    except InvalidWords as refused:
        return _answer(request, visitor, PROFILE, Form(typed, version, errors=refused.errors), status=422)
    except Stale as refused:
        now = _stored_profile(refused.current)
        stored = {name: now.values[name] for name in FIELDS if now.values[name] != typed[name]}
        return _answer(request, visitor, PROFILE, Form(typed, now.version, stored=stored), status=409)
    return _saved(request, visitor, PROFILE, _("Saved at %(time)s. Your posts here, past ones too, now show this."))


@require_POST
@inside_new
def save_notices(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """What to be told about."""
    choices = {kind: {way: request.POST.get(f"{kind}_{way}") == "on" for way in CHANNELS} for kind in NoticeKind.values}
    try:
        change_notices(visitor, choices=choices, expected_version=_version(request), by=actor(request))
    except Stale as refused:
        now = choices_of(refused.current)
        stored = {kind: now[kind] for kind in now if now[kind] != choices[kind]}
        form = Form(choices, refused.current.notices_version, stored=stored)
        return _answer(request, visitor, NOTICES, form, status=409)
    return _saved(request, visitor, NOTICES, _("Saved at %(time)s."))


@require_POST
@inside_new
def save_picture(request: SignedInRequest, visitor: Visitor) -> HttpResponse:
    """A picture of one's own for this community, or the account's again (`do`: "remove")."""
    upload = request.FILES.get("picture")
    if request.POST.get("do") == "remove":
        remove_picture(visitor, by=actor(request))
    else:
        try:
            pictures = _encoded(request, upload)
        except InvalidPicture as refused:
            form = Form({}, errors={"picture": refused.sentence})
            return _answer(request, visitor, PICTURE, form, status=422)
        change_picture(visitor, pictures=pictures, by=actor(request))
    return _saved(request, visitor, PICTURE, _("Saved at %(time)s."))


@require_safe
@inside
def picture(request: SignedInRequest, visitor: Visitor, token: str, side: int) -> HttpResponse:
    """A member's own picture; kept by the reader's browser, as its name changes with it."""
    content = read_picture(visitor.community, token, side)
    if content is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)


def _encoded(request: SignedInRequest, upload: object) -> Mapping[int, bytes]:
    if not isinstance(upload, UploadedFile):
        raise InvalidPicture(_("Choose a picture first."))
    if (upload.size or 0) > MOST_BYTES:
        raise InvalidPicture(_("This file is larger than 3 MB. Choose a smaller one."))
    if not is_allowed("communities.picture", request.user.id, most=PICTURES_AN_HOUR, seconds=3600):
        raise InvalidPicture(_("You changed your picture often enough for now. Try again in an hour."))
    whole = Square(x=0.5, y=0.5, size=1)
    return encode_avatar(upload.read(), size_bytes=upload.size or 0, file_name=upload.name or "", square=whole)


def _stored_profile(profile: MemberProfile, saved: str = "") -> Form:
    return Form({name: getattr(profile, name) for name in FIELDS}, profile.version, saved=saved)


def _stored_notices(profile: MemberProfile, saved: str = "") -> Form:
    return Form(choices_of(profile), profile.notices_version, saved=saved)


def _saved(request: SignedInRequest, visitor: Visitor, anchor: str, sentence: str) -> HttpResponse:
    saved = sentence % {"time": time_text(clock.now())}
    if "HX-Request" in request.headers:
        profile = find_member_profile(visitor)
        makers = {PROFILE: _stored_profile, NOTICES: _stored_notices}
        form = makers[anchor](profile, saved) if anchor in makers else Form({}, saved=saved)
        return _answer(request, visitor, anchor, form)
    request.session[SAVED] = {anchor: saved}
    return redirect(f"{address(visitor, 'community_settings')}#{anchor}")


def _answer(request: SignedInRequest, visitor: Visitor, anchor: str, form: Form, *, status: int = 200) -> HttpResponse:
    """The section alone for HTMX, else the page with it."""
    if "HX-Request" in request.headers:
        context = {**_context(request, visitor), "form": form, "alone": True}
        return render(request, f"portal/communities/_{anchor}_section.jinja", context, status=status)
    profile = find_member_profile(visitor)
    forms = {PROFILE: _stored_profile(profile), PICTURE: Form({}), NOTICES: _stored_notices(profile)}
    return _page(request, visitor, {**forms, anchor: form}, status=status)


def _page(request: SignedInRequest, visitor: Visitor, forms: Mapping[str, Form], *, status: int = 200) -> HttpResponse:
    context = {**_context(request, visitor), "forms": forms, "alone": False}
    return show(request, visitor, "settings", context, status=status)


def _context(request: SignedInRequest, visitor: Visitor) -> dict[str, Any]:
    you = author(visitor, visitor.contact)
    return {
        "community": visitor.community,
        "you": you,
        "own_picture": you.person.avatar_url.startswith(address(visitor)),
        "member_count": count_members(visitor.community),
        "kinds": NoticeKind,
        "disabled": visitor.community.disabled_notices,
        "email": request.user.email_as_typed,
    }


def _version(request: SignedInRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
