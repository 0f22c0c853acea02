"""The Site page: each section saved by itself, what is wrong at its field, nothing typed lost, consequences counted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from portico.core import clock
from portico.core.files import store
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.receipts.models import SeriesGap
from portico.domain.site import actions
from portico.domain.site.models import DetailsFreeze, Site
from portico.domain.site.queries import get_site
from portico.domain.team.models import Role
from portico.interfaces.office.site.sections import SECTIONS, Section, fingerprint, stored_values
from tests import cast
from tests.selling import sell

As = Callable[[Contact], Client]
BY_NAME = {section.name: section for section in SECTIONS}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def sent(name: str, /, **values: object) -> dict[str, object]:
    """What a section's form sends when nothing but `values` was typed."""
    section: Section = BY_NAME[name]
    base = {field: value for field, value in stored_values(get_site(), section).items() if field != "logo"}
    if name == "receipts":
        base |= {
            "next_number": "1",
            "next_number_shown": "1",
            "refund_next_number": "1",
            "refund_next_number_shown": "1",
        }
    return base | {"version": fingerprint(get_site(), section)} | values


def post(client: Client, name: str, data: dict[str, object], **headers: str) -> object:
    return client.post(reverse(f"office_site_{name}"), data, headers=headers)


def show(client: Client) -> str:
    return client.get(reverse("office_site")).content.decode()


CHANGES = {
    "look": {"name": "Kiln & Co", "accent": "#c04020", "time_zone": "Asia/Tokyo"},
    "seller": {"seller_name": "Kiln & Co B.V.", "seller_address": "Kade 2\nHarlingen"},
    "receipts": {"receipt_title": "Invoice", "receipt_prefix": "N-"},
    "pages": {"has_user_menu": "", "confirmed": "yes"},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_section_is_saved_by_itself_and_says_so_once(name: str, dee: Contact, as_: As) -> None:
    client, before = as_(dee), get_site()
    answer = post(client, name, sent(name, **CHANGES[name]))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('office_site')}#{name}"
    after = get_site()
    changed = {
        field for field in vars(before) if not field.startswith("_") and vars(before)[field] != vars(after)[field]
    }
    assert changed - {"version", "accent_ink"} == CHANGES[name].keys() - {"confirmed"}
    section = show(client).split(f'id="{name}"')[1].split("</form>")[0]
    assert "Saved at" in section
    assert "Saved at" not in show(client)
    entry = Entry.objects.get(verb="site.changed")
    assert (entry.actor_kind, entry.actor_label) == ("team", "Dee Owner")


@pytest.mark.parametrize("name", ["seller", "receipts"])
def test_with_script_the_section_alone_comes_back(name: str, dee: Contact, as_: As) -> None:
    answer = post(as_(dee), name, sent(name, **CHANGES[name]), **HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in html
    assert html.strip().startswith(f'<form class="section" id="{name}"')
    assert "Saved at" in html
    assert f'value="{fingerprint(get_site(), BY_NAME[name])}"' in html


WRONG = {
    "look": ("contact_email", {"contact_email": "nowhere", "name": "Typed <b>"}, "Typed &lt;b&gt;"),
    "seller": ("seller_name", {"seller_name": "", "seller_tax_id": "TYPED9"}, "TYPED9"),
    "receipts": ("receipt_prefix", {"receipt_prefix": "2027", "receipt_title": "Typed"}, "Typed"),
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_stands_at_its_field(name: str, headers: dict[str, str], dee: Contact, as_: As) -> None:
    field, typed, kept = WRONG[name]
    before = get_site()
    answer = post(as_(dee), name, sent(name, **typed), **headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in html
    assert f'href="#id_{field}"' in html
    assert kept in html
    assert get_site().version == before.version


@pytest.mark.parametrize("name", CHANGES)
def test_a_stale_save_is_refused_and_keeps_what_was_typed(name: str, dee: Contact, as_: As) -> None:
    meanwhile = {
        "look": {"name": "Meanwhile"},
        "seller": {"seller_name": "Meanwhile B.V."},
        "receipts": {"receipt_title": "Meanwhile"},
        "pages": {"has_user_menu": False},
    }[name]
    data = sent(name, **(CHANGES[name] if name != "pages" else {"has_user_menu": "on", "version": "0"}))
    site = get_site()
    actions.change_site(site, values=meanwhile, expected_version=site.version, by=cast.OPERATOR)
    client = as_(dee)
    answer = post(client, name, data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Not saved yet: this was changed while you were typing." in html
    stands = next(iter(meanwhile.values()))
    assert (stands or "Empty") in html
    if name == "look":
        assert 'value="Kiln &amp; Co"' in html
    again = post(client, name, data | {"version": fingerprint(get_site(), BY_NAME[name])})
    assert again.status_code == 302


def test_another_section_that_was_saved_is_no_reason_to_refuse(dee: Contact, as_: As) -> None:
    client, seller = as_(dee), sent("seller", seller_name="Kiln & Co B.V.")
    assert post(client, "look", sent("look", name="Kiln & Co")).status_code == 302
    assert post(client, "seller", seller).status_code == 302
    assert (get_site().name, get_site().seller_name) == ("Kiln & Co", "Kiln & Co B.V.")


def test_the_same_save_twice_is_one_change(dee: Contact, as_: As) -> None:
    client, data = as_(dee), sent("seller", seller_name="Kiln & Co B.V.")
    assert [post(client, "seller", data).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="site.changed").count() == 1


# Logo and colour


def picture() -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (40, 40), "#c04020").save(written, "PNG")
    return SimpleUploadedFile("logo.png", written.getvalue(), "image/png")


def test_a_logo_is_stored_shown_and_removed(dee: Contact, as_: As) -> None:
    client = as_(dee)
    assert post(client, "look", sent("look", logo=picture())).status_code == 302
    logo = get_site().logo
    assert store.read(logo).startswith(b"\x89PNG")
    address = re.search(r'<img class="logo-box" id="logo-now" src="([^"]+)"', show(client))
    assert address
    served = Client().get(address[1])
    assert (served.status_code, served["Content-Type"]) == (200, "image/png")
    assert post(client, "look", sent("look")).status_code == 302
    assert get_site().logo == logo, "a save without a file keeps it"
    assert post(client, "look", sent("look", logo_removed="on")).status_code == 302
    assert get_site().logo == ""


def test_a_logo_that_cannot_be_used_is_refused_with_what_was_typed(dee: Contact, as_: As) -> None:
    upload = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    answer = post(as_(dee), "look", sent("look", name="Typed", logo=upload))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_logo-error"' in html
    assert 'value="Typed"' in html


def test_a_good_logo_is_chosen_once_even_if_another_field_is_wrong(dee: Contact, as_: As) -> None:
    client = as_(dee)
    html = post(client, "look", sent("look", name="", logo=picture())).content.decode()
    waiting = re.search(r'name="logo_waiting" value="([^"]+)"', html)
    assert waiting
    assert get_site().logo == ""
    assert post(client, "look", sent("look", logo_waiting=waiting[1])).status_code == 302
    assert get_site().logo == waiting[1]


@pytest.mark.parametrize("name", ["../../etc/passwd", "receipts/aa/" + "a" * 64 + ".pdf", "logo/aa/../../x.png", "x"])
def test_a_made_up_name_of_a_logo_is_ignored(name: str, dee: Contact, as_: As) -> None:
    assert post(as_(dee), "look", sent("look", logo_waiting=name)).status_code == 302
    assert get_site().logo == ""


@pytest.mark.parametrize(
    ("accent", "ink", "words"),
    [("#ffcc00", "#1d1a12", "Dark text on it"), ("#2743b8", "#ffffff", "White text on it: 8.1 to 1")],
)
def test_the_text_on_the_colour_is_picked_and_its_contrast_told(
    accent: str, ink: str, words: str, dee: Contact, as_: As
) -> None:
    client = as_(dee)
    post(client, "look", sent("look", accent=accent))
    assert (get_site().accent, get_site().accent_ink) == (accent, ink)
    assert words in show(client)


# Numbers and freeze


def test_a_raised_number_needs_a_reason_and_becomes_a_gap(ana: Contact, dee: Contact, as_: As) -> None:
    client = as_(dee)
    sell(ana)
    data = sent("receipts", next_number="14", next_number_shown="2")
    html = post(client, "receipts", data).content.decode()
    assert "Say why the 12 numbers 2 to 13 are left out." in html
    assert 'value="14"' in html
    assert post(client, "receipts", data | {"gap_reason": "Numbers of the fair in Leeds"}).status_code == 302
    gap = SeriesGap.objects.get()
    assert (gap.first, gap.last, gap.reason, gap.by_label) == (2, 13, "Numbers of the fair in Leeds", "Dee Owner")
    assert sell(ana, "Glaze lab").number == "K-00014"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1", "2 comes next by itself. It cannot be lowered."),
        ("x", "whole number"),
        ("-4", "whole number"),
        ("9" * 13, "whole number"),
    ],
)
def test_a_number_is_never_lowered(typed: str, message: str, ana: Contact, dee: Contact, as_: As) -> None:
    sell(ana)
    data = sent("receipts", next_number=typed, next_number_shown="2", gap_reason="because", receipt_title="Typed")
    answer = post(as_(dee), "receipts", data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert get_site().receipt_title == "Receipt", "all of it or nothing"


def test_receipts_issued_meanwhile_are_no_reason_to_refuse(ana: Contact, dee: Contact, as_: As) -> None:
    data = sent("receipts", receipt_title="Invoice")
    sell(ana)
    assert post(as_(dee), "receipts", data).status_code == 302
    assert sell(ana, "Glaze lab").number == "K-00002"
    assert not SeriesGap.objects.exists()


def test_a_new_prefix_starts_at_one(ana: Contact, dee: Contact, as_: As) -> None:
    sell(ana)
    data = sent("receipts", receipt_prefix="N-", next_number="2", next_number_shown="2")
    assert post(as_(dee), "receipts", data).status_code == 302
    assert sell(ana, "Glaze lab").number == "N-00001"


def test_a_prefix_of_receipts_never_numbers_refunds(ana: Contact, dee: Contact, as_: As) -> None:
    sell(ana)
    client = as_(dee)
    post(client, "receipts", sent("receipts", receipt_prefix="N-"))
    answer = post(client, "receipts", sent("receipts", refund_prefix="K-"))
    assert answer.status_code == 422
    assert "This prefix numbers your receipts." in answer.content.decode()
    assert get_site().refund_prefix == "KR-"


def test_freezing_tells_how_many_receipts_and_since_when(ana: Contact, dee: Contact, as_: As) -> None:
    client = as_(dee)
    sell(ana)
    sell(ana, "Glaze lab")
    opened = show(client)
    assert "After saving, 2 receipts stay at their present version." in opened
    assert "Off since" in opened
    assert post(client, "receipts", sent("receipts", freezes_details="on")).status_code == 302
    assert get_site().freezes_details
    assert "On since" in show(client)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert post(client, "receipts", sent("receipts", freezes_details="")).status_code == 302
    freeze = DetailsFreeze.objects.get()
    assert freeze.until_at is not None
    assert freeze.until_at > freeze.from_at


def test_an_old_tab_does_not_lift_a_freeze(dee: Contact, as_: As) -> None:
    data = sent("receipts", receipt_title="Invoice")
    actions.freeze_details(by=cast.OPERATOR)
    assert post(as_(dee), "receipts", data).status_code == 409
    assert Site.objects.get().freezes_details


# The user menu


def test_the_switch_is_called_as_it_is_and_counts_the_customers(
    ana: Contact, ben: Contact, dee: Contact, as_: As
) -> None:
    html = show(as_(dee))
    assert re.search(r'<label[^>]*for="id_has_user_menu">User menu on the Library page header</label>', html)
    assert "2 customers will no longer reach their settings and purchase history." in html
    assert "Remove for 2 customers" in html


def test_without_the_dialog_a_page_asks_before_the_menu_goes(ana: Contact, dee: Contact, as_: As) -> None:
    client, anas = as_(dee), as_(ana)
    answer = post(client, "pages", sent("pages", has_user_menu=""))
    assert answer["Location"] == reverse("office_site_user_menu")
    assert get_site().has_user_menu
    page = client.get(answer["Location"]).content.decode()
    assert "Remove the user menu for 1 customer?" in page
    form = page.split('action="/office/site/pages/"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'name="(version|confirmed)" value="([^"]*)"', form))
    assert anas.get(reverse("settings")).status_code == 200
    assert post(client, "pages", hidden).status_code == 302
    assert not get_site().has_user_menu
    assert anas.get(reverse("settings")).status_code == 403
    assert client.get(reverse("settings")).status_code == 200, "the team keeps its own"
    assert client.get(reverse("office_site_user_menu")).status_code == 302
    assert "Removed: 1 customer cannot reach Settings" in show(client)
    assert post(client, "pages", sent("pages", has_user_menu="on")).status_code == 302
    assert anas.get(reverse("settings")).status_code == 200


def test_the_team_is_not_counted_as_customers(ana: Contact, dee: Contact, as_: As) -> None:
    cast.grant(dee)
    assert "Remove for 1 customer<" in show(as_(dee))


# Reading


def test_who_may_only_read_gets_no_form(ana: Contact, as_: As) -> None:
    html = show(as_(cast.owner("max", "Max Manager", Role.MANAGER)))
    main = html.split("<main")[1].split("</main>")[0]
    assert "You can read this. Only owners change it." in main
    assert "<form" not in main
    assert main.count("<fieldset disabled>") == len(SECTIONS)
    assert "See what removing it does" not in html


def test_statements_do_not_grow_with_customers_and_receipts(ana: Contact, dee: Contact, as_: As) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            show(client)
        return len(captured)

    client = as_(dee)
    show(client)
    with_one = statements()
    for i in range(20):
        sell(cast.customer(f"c{i}", f"Customer {i}"))
    assert statements() == with_one
