"""Somebody whose session ended is led to sign in and back to the page they were on."""

from __future__ import annotations

import pytest
from django.test import Client

from portico.domain.site.models import Site

pytestmark = pytest.mark.django_db


def test_a_page_leads_to_sign_in_and_back(site: Site) -> None:
    answer = Client().get("/purchases/?year=2026")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fpurchases%2F%3Fyear%3D2026"


def test_a_form_leads_back_to_the_page_it_stood_on(site: Site) -> None:
    answer = Client().post("/settings/contact/", headers={"Referer": "http://testserver/settings/"})
    assert answer.headers["Location"] == "/sign-in/?next=%2Fsettings%2F"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/settings/", "javascript:alert(1)", "//evil.example/", ""])
def test_nobody_is_led_back_to_another_host(site: Site, elsewhere: str) -> None:
    answer = Client().post("/settings/contact/", headers={"Referer": elsewhere})
    assert answer.headers["Location"] == "/sign-in/?next=%2F"


def test_htmx_leaves_the_page_instead_of_putting_sign_in_into_a_piece_of_it(site: Site) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/office/contacts/?q=ana"}
    answer = Client().get("/office/contacts/?q=ana", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/sign-in/?next=%2Foffice%2Fcontacts%2F"
    assert answer.content == b""
