"""Adding, renaming and removing passkeys."""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portico.domain.contacts.security import passkeys
from portico.domain.contacts.security.devices import browser_name
from portico.interfaces.portal.gates import settings_area
from portico.interfaces.portal.security.section import back_to_section, go_on
from portico.interfaces.portal.settings.proof import fresh_proof
from portico.interfaces.portal.sign_in import passkeys as ceremony
from portico.interfaces.ui.pages import render
from portico.interfaces.ui.requests import SignedInRequest, actor
from portico.workflows import change_sign_in

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@settings_area
@fresh_proof
def add(request: HttpRequest) -> HttpResponse:
    """Name it, then the browser makes it."""
    asked = cast("SignedInRequest", request)
    if asked.method != "POST":
        return _add_page(asked, name=browser_name(asked.headers.get("User-Agent", "")))
    typed = asked.POST.get("name", "")
    try:
        name = passkeys.cleaned_name(typed)
        credential = ceremony.registered(asked.POST.get("credential", ""))
        _keep(asked, name, credential)
    except passkeys.BadPasskeyName as refused:
        return _add_page(asked, name=typed, error=str(refused), status=422)
    except ceremony.NotProven:
        return _add_page(asked, name=typed, refusal=_("This passkey could not be read. Try again."), status=422)
    except passkeys.TooManyPasskeys:
        refusal = _("You have as many passkeys as fit here. Remove one first.")
        return _add_page(asked, name=typed, refusal=refusal, status=422)
    return back_to_section(asked, _("Passkey added. Your other devices are signed out."))


def _keep(request: SignedInRequest, name: str, credential: dict[str, object]) -> None:
    change_sign_in.add_passkey(
        request.user,
        name=name,
        credential=credential,
        site=request.site,
        by=actor(request),
        session_key=request.session.session_key,
    )
    go_on(request)


def _add_page(
    request: SignedInRequest, *, name: str, error: str = "", refusal: str = "", status: int = 200
) -> HttpResponse:
    return render(
        request, "portal/passkey_add.jinja", {"name": name, "error": error, "refusal": refusal}, status=status
    )


@require_POST
@settings_area
@fresh_proof
def options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to register, as JSON."""
    return JsonResponse(ceremony.options_to_add(cast("SignedInRequest", request).user))


@_form
@settings_area
@fresh_proof
def rename(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Another name. It changes nothing about signing in, so nothing ends and no mail goes."""
    asked = cast("SignedInRequest", request)
    passkey = _own(asked, passkey_id)
    if asked.method != "POST":
        return _rename_page(asked, passkey, passkey.data["name"])
    typed = asked.POST.get("name", "")
    try:
        name = passkeys.cleaned_name(typed)
    except passkeys.BadPasskeyName as refused:
        return _rename_page(asked, passkey, typed, error=str(refused), status=422)
    passkeys.rename_passkey(asked.user, passkey, name=name, by=actor(asked))
    return back_to_section(asked, _("Renamed to %(name)s.") % {"name": name})


def _rename_page(
    request: SignedInRequest, passkey: Authenticator, name: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"passkey": passkey, "name": name, "error": error}
    return render(request, "portal/passkey_rename.jinja", context, status=status)


@_form
@settings_area
@fresh_proof
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Asked once, then it opens nothing."""
    asked = cast("SignedInRequest", request)
    passkey = _own(asked, passkey_id)
    if asked.method != "POST":
        return render(asked, "portal/passkey_remove.jinja", {"passkey": passkey})
    key = asked.session.session_key
    if change_sign_in.remove_passkey(asked.user, passkey, site=asked.site, by=actor(asked), session_key=key):
        go_on(asked)
    return back_to_section(asked, _("Passkey removed. Your other devices are signed out."))


def _own(request: SignedInRequest, passkey_id: int) -> Authenticator:
    """The viewer's passkey; anybody else's does not exist."""
    passkey = passkeys.find_passkey(request.user, passkey_id)
    if passkey is None:
        raise Http404
    return passkey
