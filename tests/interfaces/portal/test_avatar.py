"""The picture in Profile: chosen, refused, removed, shown where it should be, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from portico.core.files import store
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.profiles.avatars import tokens_of
from portico.domain.profiles.models import Avatar
from portico.domain.profiles.pictures import MAX_BYTES
from portico.domain.site.models import Site
from portico.interfaces.portal.settings import avatar
from tests.cast import signed_in
from tests.pictures import GPS, ORIENTATION, corners, is_near, many_frames, opened, png_of, saved, stripes

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/profile/"
As = Callable[..., Client]
PHOTO = saved(corners())


def send(client: Client, upload: bytes = PHOTO, name: str = "photo.jpg", **more: Any) -> Any:
    headers = more.pop("headers", {})
    sent = SimpleUploadedFile(name, upload, more.pop("content_type", "image/jpeg"))
    return client.post(ADDRESS, {"avatar": sent, **more}, headers=headers)


def token(contact: Contact) -> str:
    return tokens_of([contact.id]).get(contact.id, "")


def shown(contact: Contact, side: int = 512) -> Image.Image:
    return opened(store.read(f"avatars/{token(contact)}-{side}.webp")).convert("RGB")


def error(answer: Any) -> str:
    """What stands at the field; the summary above says the same and leads there."""
    page = answer.content.decode()
    found = re.search(r'id="id_avatar-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    assert found, "no error at the field"
    assert f'<a href="#id_avatar">{found[1]}</a>' in page
    assert 'aria-invalid="true"' in page
    return found[1]


def test_the_field_has_its_label_and_a_form_that_takes_files(ana: Contact) -> None:
    page = signed_in(ana).get("/settings/").content.decode()
    assert '<label class="form-label" for="id_avatar">Upload a picture</label>' in page
    assert ">Save profile</button>" in page
    form = page[page.index('<form class="section" id="profile"') :]
    assert 'enctype="multipart/form-data" hx-encoding="multipart/form-data"' in form[: form.index(">")]
    assert "Remove my picture" not in page
    assert "ui/js/avatar.js" in page


def test_a_picture_is_saved_and_seen_at_once(ana: Contact) -> None:
    client = signed_in(ana)
    answer = send(client)
    assert (answer.status_code, answer["Location"]) == (302, "/settings/#profile")
    page = client.get("/settings/").content.decode()
    assert "Saved at " in page
    assert "Remove my picture and show my initials" in page
    menu = page[page.index('id="user-menu"') :]
    assert f'src="/avatars/{token(ana)}-64.webp" srcset="/avatars/{token(ana)}-256.webp 2x"' in menu[:600]
    picture = client.get(f"/avatars/{token(ana)}-64.webp")
    assert opened(picture.content).size == (64, 64)
    entry = Entry.objects.get(verb="contact.avatar_changed")
    assert (entry.actor_kind, entry.contact_id) == ("customer", ana.id)


def test_with_htmx_the_section_and_the_user_menu_come_back(ana: Contact) -> None:
    answer = send(signed_in(ana), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.lstrip().startswith('<form class="section" id="profile"')
    menu = html[html.index('id="user-menu"') :]
    assert 'hx-swap-oob="true"' in menu[:60]
    assert f"/avatars/{token(ana)}-64.webp" in menu
    removed = signed_in(ana).post(ADDRESS, {"avatar_remove": "on"}, headers={"HX-Request": "true"}).content.decode()
    assert "/avatars/" not in removed
    assert "initials-" in removed[removed.index('id="user-menu"') :]


def test_the_square_is_the_middle_unless_another_was_chosen(ana: Contact) -> None:
    client = signed_in(ana)
    upload = saved(stripes(), "PNG")
    send(client, upload, "x.png")
    assert is_near(shown(ana).getpixel((30, 30)), (255, 255, 255))
    send(client, upload, "x.png", avatar_x="100", avatar_y="0", avatar_size="50")
    assert is_near(shown(ana).getpixel((10, 10)), (30, 60, 220))
    assert shown(ana).size == (30, 30)


@pytest.mark.parametrize("wrong", ["", "nan", "inf", "-1", "101", "1e400", "٥٠", "<script>", "x" * 500])
def test_a_square_that_makes_no_sense_is_the_middle(ana: Contact, wrong: str) -> None:
    send(signed_in(ana), saved(stripes(), "PNG"), "x.png", avatar_x=wrong, avatar_y=wrong, avatar_size=wrong)
    assert shown(ana).size in ((60, 60), (30, 30))
    assert is_near(shown(ana).getpixel((15, 15)), (255, 255, 255))


def test_a_square_of_nothing_is_a_small_one(ana: Contact) -> None:
    send(signed_in(ana), saved(stripes(), "PNG"), "x.png", avatar_size="0")
    assert shown(ana).size == (3, 3)


def test_replacing_and_removing(ana: Contact, django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in(ana)
    send(client)
    first = token(ana)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, avatar_remove="on")  # a new picture goes before removing the old one
    second = token(ana)
    assert second not in ("", first)
    assert client.get(f"/avatars/{first}-64.webp").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADDRESS, {"avatar_remove": "on"})
    assert token(ana) == ""
    assert client.get(f"/avatars/{second}-64.webp").status_code == 404
    assert store.list_names("avatars") == []
    assert Entry.objects.filter(verb="contact.avatar_removed").count() == 1
    page = client.get("/settings/").content.decode()
    assert "/avatars/" not in page
    assert "Remove my picture" not in page


def test_saving_without_a_picture_changes_nothing(ana: Contact) -> None:
    client = signed_in(ana)
    send(client)
    before = token(ana)
    assert client.post(ADDRESS, {"avatar_remove": ""}).status_code == 302
    assert client.post(ADDRESS, {"avatar": "not a file"}).status_code == 302
    assert token(ana) == before
    assert Entry.objects.filter(verb__startswith="contact.avatar").count() == 1


def test_a_large_photo_of_a_phone_loses_place_and_camera(ana: Contact) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x0110] = "A camera that tells"
    exif.get_ifd(GPS)[2] = (52.0, 22.0, 33.0)
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    noise.paste((255, 0, 0), (0, 0, 600, 2000))  # the left of the sensor is the top of the picture
    upload = saved(noise, quality=97, exif=exif)
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < len(upload) < MAX_BYTES, "so it lies on disk"
    assert send(signed_in(ana), upload).status_code == 302
    for side in (64, 256, 512):
        content = store.read(f"avatars/{token(ana)}-{side}.webp")
        assert opened(content).size == (side, side)
        assert len(opened(content).getexif()) == 0
        assert b"camera" not in content
    assert is_near(shown(ana).getpixel((256, 5)), (255, 0, 0))


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "nothing": (b"", "photo.jpg"),
    "svg": (SVG, "photo.svg"),
    "svg that calls itself png": (SVG, "photo.png"),
    "html that calls itself jpg": (b"<!doctype html><script>alert(1)</script>", "photo.jpg"),
    "gif that is script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//", "photo.gif"),
    "gif with a script": (saved(corners(), "GIF") + b"<script>alert(1)</script>", "photo.gif"),
    "truncated": (PHOTO[:500], "photo.jpg"),
    "bomb": (png_of(20_000, 20_000, bytes(1_000_000)), "photo.png"),
    "wrong ending": (PHOTO, "photo.png"),
    "ending of a page": (PHOTO, "photo.html"),
    "turned around name": (PHOTO, "photo\u202egpj.exe"),
    "pdf": (saved(corners(), "PDF"), "photo.pdf"),
    "tiff": (saved(corners(), "TIFF"), "photo.jpg"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_what_is_refused_is_said_at_the_field_and_leaves_everything(
    ana: Contact, name: str, headers: dict[str, str]
) -> None:
    client = signed_in(ana)
    send(client)
    before, files = token(ana), store.list_names("avatars")
    upload, file_name = HOSTILE[name]
    answer = send(client, upload, file_name, headers=headers)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert error(answer).endswith(".")
    assert (token(ana), store.list_names("avatars")) == (before, files)
    assert Entry.objects.filter(verb="contact.avatar_changed").count() == 1


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.jpg", "..\\..\\x.jpg", "a\x00b.jpg", "\u202egpj.jpg", "x" * 300 + ".jpg", "CON", 'a"b.jpg', "a\nb.jpg",
     "photo", "<b>.jpg"],
)  # fmt: skip
def test_the_name_of_the_file_is_neither_used_nor_shown(ana: Contact, name: str) -> None:
    answer = send(signed_in(ana), name=name)
    assert answer.status_code == 302
    assert {
        re.fullmatch(r"avatars/[\w-]{43}-(64|256|512)\.webp", kept) is None for kept in store.list_names("avatars")
    } == {False}


def test_a_name_of_300_characters_by_hand(ana: Contact) -> None:
    """The test client sends names as they are; a path in one must not reach the disk."""
    body = b'--b\r\nContent-Disposition: form-data; name="avatar"; filename="../../' + b"x" * 300 + b'.jpg"\r\n'
    body += b"Content-Type: text/html\r\n\r\n" + PHOTO + b"\r\n--b--\r\n"
    answer = signed_in(ana).post(ADDRESS, body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 302
    assert len(store.list_names("avatars")) == 3


def test_of_an_animation_the_first_picture_is_taken(ana: Contact) -> None:
    assert send(signed_in(ana), many_frames("GIF", 2000), "x.gif").status_code == 302
    assert is_near(shown(ana).getpixel((4, 4)), (230, 20, 30), by=60)


def test_ten_megabytes_are_enough_and_a_little_more_is_told_at_the_field(ana: Contact) -> None:
    client = signed_in(ana)
    assert send(client, PHOTO + bytes(MAX_BYTES - len(PHOTO))).status_code == 302
    answer = send(client, PHOTO + bytes(MAX_BYTES + 1 - len(PHOTO)))
    assert answer.status_code == 422
    assert error(answer) == "This file is larger than 10 MB. Choose a smaller one."


def test_larger_bodies_are_let_in_at_this_address_alone(ana: Contact) -> None:
    assert [*settings.LARGER_BODIES.items()] == [(reverse("settings_profile"), 12_000_000)]
    client = signed_in(ana)
    assert send(client, bytes(12_000_000)).status_code == 413
    upload = SimpleUploadedFile("x.jpg", bytes(5_000_000))
    assert client.post("/settings/contact/", {"avatar": upload}).status_code == 413


def test_twenty_an_hour_are_enough_for_anybody(ana: Contact, ben: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(avatar, "encode_avatar", lambda *_, **__: dict.fromkeys((64, 256, 512), b"x"))
    client = signed_in(ana)
    with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as now:
        assert {send(client).status_code for _ in range(20)} == {302}
        before = token(ana)
        answer = send(client)
        assert (answer.status_code, token(ana)) == (422, before)
        assert error(answer) == "You changed your picture often enough for now. Try again in an hour."
        assert client.post(ADDRESS, {"avatar_remove": "on"}).status_code == 302, "removing is always possible"
        assert send(signed_in(ben)).status_code == 302
        now.shift(timedelta(hours=1, seconds=1))
        assert send(client).status_code == 302


def test_the_picture_is_handed_out_as_a_picture_and_nothing_else(ana: Contact, ben: Contact) -> None:
    send(signed_in(ana))
    answer = signed_in(ben).get(f"/avatars/{token(ana)}-256.webp")
    assert answer.status_code == 200
    assert {name: answer[name] for name in (
        "Content-Type", "X-Content-Type-Options", "Content-Disposition", "Content-Security-Policy", "Cache-Control",
    )} == {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": 'inline; filename="picture.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
    }  # fmt: skip


def test_nobody_signed_in_gets_a_picture(ana: Contact) -> None:
    send(signed_in(ana))
    answer = Client().get(f"/avatars/{token(ana)}-64.webp")
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_the_team_and_customers_who_lost_the_menu_still_see_pictures(ana: Contact, ben: Contact, dee: Contact) -> None:
    send(signed_in(ana))
    Site.objects.update(has_user_menu=False)
    for who in (ben, dee):
        assert signed_in(who).get(f"/avatars/{token(ana)}-64.webp").status_code == 200
    assert send(signed_in(ben)).status_code == 403
    assert token(ben) == ""


@pytest.mark.parametrize("path", ["{}-63.webp", "{}-512.png", "../{}-64.webp", "{}x-64.webp", "x-64.webp"])
def test_other_addresses_lead_nowhere(ana: Contact, path: str) -> None:
    client = signed_in(ana)
    send(client)
    assert client.get("/avatars/" + path.format(token(ana))).status_code == 404


def test_two_uploads_in_two_tabs_leave_the_later_one(ana: Contact) -> None:
    one, other = signed_in(ana), signed_in(ana)
    send(one, saved(Image.new("RGB", (40, 40), "red")))
    send(other, saved(Image.new("RGB", (40, 40), "blue")))
    assert Avatar.objects.filter(contact_id=ana.id).count() == 1
    assert shown(ana).getpixel((20, 20))[2] > 200


def test_the_team_sees_it_in_the_list_and_on_the_page(ana: Contact, ben: Contact, dee: Contact, as_: As) -> None:
    send(signed_in(ana))
    office = as_(dee)
    address = f'src="/avatars/{token(ana)}-64.webp"'
    assert office.get("/office/contacts/").content.decode().count(address) == 1
    page = office.get(f"/office/contacts/{ana.id}/").content.decode()
    assert page.count(address) == 1
    assert "Picture changed" in page
    assert "/avatars/" not in office.get(f"/office/contacts/{ben.id}/").content.decode()


def test_no_page_makes_a_statement_more_for_it(ana: Contact, ben: Contact, dee: Contact) -> None:
    def statements(who: Contact, path: str) -> int:
        client = signed_in(who)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    pages = [(ana, "/settings/"), (ana, "/library/"), (dee, "/office/contacts/"), (dee, f"/office/contacts/{ana.id}/")]
    without = [statements(*page) for page in pages]
    for who in (ana, ben, dee):
        Avatar.objects.create(contact=who, token=f"token-of-{who.full_name[:3]}")
    Entry.objects.all().count()
    assert [statements(*page) for page in pages] == without


def test_after_a_stale_save_elsewhere_the_menu_still_shows_the_picture(ana: Contact) -> None:
    client = signed_in(ana)
    send(client)
    form = {**ana.details.to_json(), "version": str(ana.version), "details_number": str(ana.details_number)}
    assert client.post("/settings/contact/", form | {"full_name": "Meanwhile"}).status_code == 302
    answer = client.post("/settings/contact/", form | {"full_name": "Other"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"/avatars/{token(ana)}-64.webp" in page[page.index('id="user-menu"') :][:600]


@pytest.mark.parametrize("parts", [101, 2000])
def test_many_parts_are_refused(ana: Contact, parts: int) -> None:
    one = b'--b\r\nContent-Disposition: form-data; name="avatar"; filename="x.jpg"\r\n\r\nx\r\n'
    answer = signed_in(ana).post(ADDRESS, one * parts + b"--b--\r\n", content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
