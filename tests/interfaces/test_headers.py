"""What stands around every answer: headers, cookies, limits, and the pages that say no."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.workflows import send_password_link
from tests.cast import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
LEAKS = re.compile(r"traceback|django|portico/|\.py\b|urlconf|exception|sqlite|postgres|/work|/tmp", re.IGNORECASE)


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    """The content security policy, by directive."""
    return dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))


def check_headers(headers: Mapping[str, str]) -> None:
    rules = policy(headers)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["img-src"] == rules["form-action"] == "'self'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "status"), [("/library/", 200), ("/settings/", 200), ("/missing/", 404), ("/settings/contact/", 405)]
)
def test_every_page_carries_every_header(ana: Contact, address: str, status: int) -> None:
    answer = signed_in(ana).get(address)
    assert answer.status_code == status
    check_headers(answer.headers)
    assert "<h1" in answer.content.decode()


def test_no_page_has_inline_styles_or_scripts(ana: Contact, dee: Contact) -> None:
    for who, address in ((ana, "/settings/"), (ana, "/purchases/"), (dee, "/office/site/"), (dee, "/office/contacts/")):
        page = signed_in(who).get(address).content.decode()
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page), address
        assert not re.search(r"<style|<script(?![^>]*\ssrc=\"/)", page), address
        assert not re.search(r"(src|href|action)=\"(https?:)?//", page), address


def test_cookies_are_for_this_site_and_out_of_reach_of_scripts(ana: Contact) -> None:
    client = Client()
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": ana.email, "password": PASSWORD})
    assert set(client.cookies) == {"session", "csrf"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "testserver,evil"]
)
def test_another_host_is_refused(site: Any, host: str) -> None:
    answer = Client().get("/sign-in/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_links_in_mails_do_not_follow_what_a_proxy_is_told(ana: Contact, settings: Any) -> None:
    evil = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"}
    client = signed_in(ana, headers=evil)
    sent = {"new_email": "new@example.org", "by": "password", "password": PASSWORD}
    assert client.post("/settings/email/", sent).status_code == 302
    Client(headers=evil).post("/sign-in/forgot/", {"email": ana.email})
    send_password_link.answer(ana.email)
    mails = list(Outgoing.objects.all())
    assert len(mails) == 3
    for mail in mails:
        assert "evil" not in mail.text + mail.html
        for link in re.findall(r"https?://\S+", mail.text):
            assert link.startswith(settings.ORIGIN + "/")


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(ana: Contact) -> None:
    answer = signed_in(ana).post("/settings/contact/", {"full_name": "x" * 20_000_000})
    assert answer.status_code == 413
    check_headers(answer.headers)
    assert Contact.objects.get(id=ana.id).full_name == "Ana Lima"


@pytest.mark.parametrize("length", ["20000000", "-1", "1e3", "many"])
def test_a_length_that_is_too_large_or_none_is_refused(site: Any, length: str) -> None:
    answer = Client().generic("POST", "/sign-in/", b"x", CONTENT_LENGTH=length)
    assert answer.status_code == 413


def test_a_form_without_its_token_is_refused_in_words(ana: Contact) -> None:
    answer = signed_in(ana, enforce_csrf_checks=True).post("/settings/contact/", {"full_name": "Eve"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
    check_headers(answer.headers)


def test_a_form_from_another_site_is_refused(ana: Contact) -> None:
    client = signed_in(ana, enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/settings/").content.decode())
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "do": "keep"}
    assert client.post("/settings/pending-email/", sent).status_code == 302
    answer = client.post("/settings/pending-email/", sent, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_a_missing_page_tells_nothing_of_the_inside(ana: Contact) -> None:
    for client in (Client(), signed_in(ana)):
        answer = client.get("/no/such/page/<b>x</b>")
        assert answer.status_code == 404
        assert not LEAKS.search(answer.content.decode())
        assert "no/such" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/logo/%00.png", "/avatars/%00-64.webp", "/covers/%00", "/%00"])
def test_a_name_that_nothing_can_have_is_a_missing_page(ana: Contact, address: str) -> None:
    assert signed_in(ana).get(address).status_code == 404


def test_a_fault_of_ours_tells_nothing_of_the_inside(ana: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*args: Any) -> None:
        raise RuntimeError("the password of the database is 1234")

    monkeypatch.setattr("portico.interfaces.portal.purchases.library.list_access", break_down)
    answer = signed_in(ana, raise_request_exception=False).get("/library/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong here" in page
    assert "1234" not in page
    assert not LEAKS.search(page)
    check_headers(answer.headers)


SECURE_SITE = """
import json
from portico.config.cli.environment import start_django
start_django()
from portico.config.cli.migrate import prepare
prepare()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from tests.cast import PASSWORD, customer, open_site
open_site()
customer("ana", "Ana Lima")
client = Client(headers={"Host": "members.example.com"})
found = {}
def ask(name, method, address, **more):
    answer = getattr(client, method)(address, secure=True, **more)
    found[name] = {"status": answer.status_code, "headers": dict(answer.headers)}
ask("page", "get", "/sign-in/")
ask("forwarded", "get", "/sign-in/", headers={"X-Forwarded-Host": "evil.example"})
ask("in", "post", "/sign-in/", data={"login": "ana@example.org", "password": PASSWORD})
ask("static", "get", staticfiles_storage.url("ui/js/app.js"))
ask("unhashed", "get", "/static/ui/js/app.js")
ask("localhost", "get", "/sign-in/", headers={"Host": "localhost"})
found["cookies"] = {name: dict(cookie) for name, cookie in client.cookies.items()}
found["address"] = staticfiles_storage.url("ui/js/app.js")
print("\\n" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a site at an https address answers, in a process of its own, since settings are read once."""
    folder = tmp_path_factory.mktemp("secure")
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PORTICO_") and name != "DJANGO_SETTINGS_MODULE"
    }
    own |= {
        "PORTICO_URL": "https://members.example.com",
        "PORTICO_SECRET_KEY": "only for this test, of a length that is long enough for the check of keys",
        "PORTICO_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", SECURE_SITE], cwd=ROOT, env=own, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_at_an_https_address_cookies_are_bound_to_the_host(secure: dict[str, Any]) -> None:
    assert secure["in"]["status"] == 302
    assert set(secure["cookies"]) == {"__Host-session", "__Host-csrf"}
    for cookie in secure["cookies"].values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_at_an_https_address_browsers_are_told_to_stay_there(secure: dict[str, Any]) -> None:
    check_headers(secure["page"]["headers"])
    age = re.fullmatch(r"max-age=(\d+)(; includeSubDomains)?", secure["page"]["headers"]["Strict-Transport-Security"])
    assert age
    assert int(age[1]) >= 31_536_000


def test_a_real_site_answers_to_its_own_host_alone(secure: dict[str, Any]) -> None:
    assert secure["page"]["status"] == 200
    assert secure["localhost"]["status"] == 400
    assert secure["forwarded"]["status"] == 200
    assert "evil" not in json.dumps(secure["forwarded"])


def test_static_files_are_kept_for_good_under_names_that_change_with_them(secure: dict[str, Any]) -> None:
    assert re.fullmatch(r"/static/ui/js/app\.[0-9a-f]{12}\.js", secure["address"])
    headers = secure["static"]["headers"]
    assert secure["static"]["status"] == 200
    assert "immutable" in headers["Cache-Control"]
    assert "public" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" not in secure["unhashed"]["headers"]["Cache-Control"]
    assert "Set-Cookie" not in headers
