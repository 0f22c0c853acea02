"""Setting two-step sign-in up and off, and its recovery codes, on the pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portico.core.history import Actor
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import two_step
from portico.interfaces.portal.security.two_step import qr_path
from tests.cast import signed_in
from tests.interfaces.portal.security.proving import app_code, proven, with_two_step

pytestmark = pytest.mark.django_db

SET_UP, OFF, CODES = (
    "/settings/security/two-step/",
    "/settings/security/two-step/off/",
    "/settings/security/recovery-codes/",
)


def key_on(client: Client) -> str:
    found = re.search(r'<code class="code key"[^>]*>([A-Z2-7 ]+)</code>', client.get(SET_UP).content.decode())
    assert found
    return found[1].replace(" ", "")


def test_the_app_is_proven_before_it_is_asked_for(ana: Contact) -> None:
    elsewhere, client = signed_in(ana), proven(ana)
    key = key_on(client)
    assert key_on(client) == key, "a reload does not spoil the set-up"
    refused = client.post(SET_UP, {"code": "000000"})
    assert refused.status_code == 422
    assert key in refused.content.decode().replace(" ", "")
    assert not Authenticator.objects.exists()
    answer = client.post(SET_UP, {"code": app_code(key)})
    page = answer.content.decode()
    codes = re.findall(r"<code>(\d{5} \d{5})</code>", page)
    assert len(codes) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    file = unquote(re.search(r'href="data:text/plain;charset=utf-8,([^"]+)"', page)[1])  # type: ignore[index]
    assert [line for line in file.split("\r\n") if line in codes] == codes
    assert elsewhere.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200
    assert Outgoing.objects.get(kind="sign_in.means_changed").to == "ana@example.org"
    assert two_step.proves(ana, typed=codes[0], by=_by(ana)) == "recovery_code"


def _by(contact: Contact) -> Actor:
    return Actor("customer", contact.id)


def test_the_codes_are_shown_once(ana: Contact) -> None:
    client = proven(ana)
    client.post(SET_UP, {"code": app_code(key_on(client))})
    for page in (SET_UP, CODES, "/settings/"):
        assert not re.search(r"\d{5} \d{5}", client.get(page).content.decode())


def test_the_key_of_the_set_up_is_not_readable_in_the_session(ana: Contact) -> None:
    client = proven(ana)
    assert key_on(client) not in str(dict(client.session))


def test_new_codes_end_the_old_ones(ana: Contact) -> None:
    _key, old = with_two_step(ana)
    client = proven(ana)
    assert "Make new recovery codes?" in client.get(CODES).content.decode()
    assert two_step.proves(ana, typed=old[0], by=_by(ana)), "a GET changes nothing"
    page = client.post(CODES).content.decode()
    assert len(re.findall(r"<code>\d{5} \d{5}</code>", page)) == 10
    assert not two_step.proves(ana, typed=old[1], by=_by(ana))


def test_it_is_turned_off_by_a_button_behind_a_page(ana: Contact) -> None:
    with_two_step(ana)
    client = proven(ana)
    assert "Turn off two-step sign-in?" in client.get(OFF).content.decode()
    assert two_step.is_on(ana)
    client.post(OFF)
    assert not two_step.is_on(ana)
    assert "Two-step sign-in is off." in client.get("/settings/").content.decode()
    for page in (OFF, CODES):
        assert client.post(page).headers["Location"] == "/settings/#security", "a repeat changes nothing"


def test_another_app_takes_the_place_of_the_first_only_once_it_is_proven(ana: Contact) -> None:
    old, _codes = with_two_step(ana)
    client = proven(ana)
    new = key_on(client)
    assert "Replace the authenticator app" in client.get(SET_UP).content.decode()
    client.post(SET_UP, {"code": "000000"})
    assert two_step.proves(ana, typed=app_code(old), by=_by(ana)) == "app"
    client.post(SET_UP, {"code": app_code(new)})
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_qr_code_is_drawn_without_styles_or_foreign_hosts(ana: Contact) -> None:
    page = proven(ana).get(SET_UP).content.decode()
    svg = re.search(r'<svg class="qr".*?</svg>', page, re.DOTALL)
    assert svg
    assert "style" not in svg[0]
    drawn = ET.fromstring(svg[0])
    path, size = qr_path("x")
    assert drawn.get("viewBox") != f"0 0 {size} {size}"
    assert path.startswith("M4 4h1v1h-1z"), "the corner of a QR code is dark, behind four quiet modules"
