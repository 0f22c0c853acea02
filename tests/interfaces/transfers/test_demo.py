from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from portico.core import clock
from portico.core.mail.models import Outgoing
from portico.domain.catalog.models import Offer, Pricing, Product, ProductKind
from portico.domain.communities.models import Comment, Notice, Post
from portico.domain.communities.queries import list_open
from portico.domain.contacts.models import Contact
from portico.domain.directory.lists import entry_page
from portico.domain.grants.models import Grant
from portico.domain.payments.models import Refund
from portico.domain.preferences.queries import count_receivers, list_topics
from portico.domain.profiles.models import Avatar, SocialProfile
from portico.domain.purchases.models import Purchase
from portico.domain.receipts.models import Receipt, Series
from portico.domain.site.models import Site
from portico.domain.team.models import Membership
from portico.interfaces.transfers import demo
from portico.workflows.sign_in_rights import can_sign_in

FOLDER = Path(__file__).parents[3] / "demo"
DRAWN = ["logo.png", *sorted(f"avatars/{p.name}" for p in (FOLDER / "avatars").glob("*.png"))]
GENERATED = ["contacts.csv", "transactions.csv", *sorted(f"covers/{p.name}" for p in (FOLDER / "covers").glob("*.svg"))]


@pytest.fixture(scope="module")
def made(tmp_path_factory: Any) -> Path:
    """What the generator writes today."""
    target: Path = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, FOLDER / "make.py", target], check=True)
    return target


@pytest.mark.parametrize("name", GENERATED)
def test_the_files_are_what_the_generator_writes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (FOLDER / name).read_bytes(), "run demo/make.py and commit what it wrote"


def test_no_generated_file_is_missing(made: Path) -> None:
    written = {str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()}
    assert written == {*GENERATED, *DRAWN}


@pytest.mark.parametrize("name", DRAWN)
def test_each_picture_is_the_drawn_one(made: Path, name: str) -> None:
    # by picture: another release of the library may pack the same pixels differently
    with Image.open(made / name) as new, Image.open(FOLDER / name) as old:
        assert ImageChops.difference(new.convert("RGBA"), old.convert("RGBA")).getbbox() is None


def test_the_crowd_is_of_the_whole_world() -> None:
    with (FOLDER / "contacts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 320
    assert len({row["country"] for row in rows}) >= 32
    scripts = {_script(letter) for row in rows for letter in row["full_name"] if letter.isalpha()}
    assert {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "DEVANAGARI",
        "THAI",
        "CJK",
        "HANGUL",
        "HIRAGANA",
    } <= scripts
    assert sum("'" in row["full_name"] for row in rows) > 5
    assert all(row["email"].endswith(".example") for row in rows)


@pytest.mark.django_db
def test_the_business_loads_whole_and_only_once() -> None:
    reports = demo.load(FOLDER)
    site = Site.objects.get()
    assert (site.name, site.accent, site.receipt_prefix) == ("Saltmarsh Clay", "#2743b8", "SC-")
    assert site.seller_address.splitlines() == ["Havenkade 18", "8862 AB Harlingen", "Netherlands"]
    assert set(Product.objects.values_list("kind", flat=True)) == set(ProductKind.values)
    assert set(Offer.objects.values_list("pricing", flat=True)) == set(Pricing.values)
    assert reports["transactions.csv"].created >= 2000
    _check_money()
    _check_people()
    _check_directory()
    before = _counts()
    pictures = dict(Avatar.objects.values_list("contact__email", "token"))
    assert {*pictures} == {path.stem for path in (FOLDER / "avatars").glob("*.png")}
    assert "mireille@osterkamp.example" in pictures
    wanted = {topic.name: count_receivers([topic])[topic.id] for topic in list_topics()}
    assert list(wanted) == [row["name"] for row in tomllib.loads((FOLDER / "topics.toml").read_text())["topic"]]
    assert min(wanted.values()) > 5
    again = demo.load(FOLDER)
    assert {name: (report.created, report.changed) for name, report in again.items()} == {
        "contacts.csv": (0, 0),
        "transactions.csv": (0, 0),
    }
    assert _counts() == before
    assert dict(Avatar.objects.values_list("contact__email", "token")) == pictures


def _check_directory() -> None:
    listed = {entry.contact.email: entry for entry in entry_page().entries}
    assert len(listed) > 12
    assert "mireille@osterkamp.example" not in listed
    assert listed["priyanka@sethuram.example"].card.links
    assert SocialProfile.objects.get(contact__email="mireille@osterkamp.example").bio
    assert not SocialProfile.objects.filter(contact__email="ben@kittelsen.example").exists()


def _check_money() -> None:
    currencies = Counter(Receipt.objects.values_list("currency", flat=True))
    assert set(currencies) == {"EUR", "USD", "GBP", "JPY", "KWD"}
    assert Receipt.objects.filter(total_minor=0).exists()
    refunds = Refund.objects.select_related("payment")
    assert {refund.amount_minor == refund.payment.amount_minor for refund in refunds} == {True, False}
    for series in Series.objects.all():
        numbers = list(series.receipts.order_by("issued_at", "number").values_list("number", flat=True))
        assert numbers == [f"{series.prefix}{n:05d}" for n in range(1, series.last_number + 1)]
    rates = {tax["rate"] for receipt in Receipt.objects.all() for tax in receipt.taxes}
    assert {"21", "9"} <= rates


def _check_people() -> None:
    mireille = Contact.objects.get(email="mireille@osterkamp.example")
    assert (mireille.company, mireille.tax_number, mireille.line2) == ("Atelier Oost", "NL000099998B57", "Unit B")
    assert 35 <= mireille.receipts.count() <= 45
    assert set(mireille.receipts.values_list("currency", flat=True)) == {"EUR", "USD"}
    assert mireille.refunds.count() == 1
    oldest = mireille.receipts.order_by("issued_at")[0]
    assert clock.now() - oldest.issued_at > timedelta(days=2.8 * 365)
    priyanka = Contact.objects.get(email="priyanka@sethuram.example")
    assert (priyanka.tax_kind, priyanka.tax_number) == ("gb_vat", "GB999999973")
    ben = Contact.objects.get(email="ben@kittelsen.example")
    assert not Purchase.objects.filter(contact=ben).exists()
    assert Grant.objects.filter(contact=ben).count() == 1
    held = {who: [each.slug for each in list_open(who, "")] for who in (mireille, priyanka, ben)}
    assert held == {mireille: ["potters-commons", "kiln-circle"], priyanka: ["potters-commons", "kiln-circle"], ben: []}
    assert all(Post.objects.filter(author=who).exists() for who in (mireille, priyanka))
    assert Notice.objects.filter(contact=mireille, read_at=None).exists()
    assert not Outgoing.objects.exists()
    roles = dict(Membership.objects.values_list("contact__email", "role"))
    assert roles == {"dagny@saltmarsh.example": "owner", "noor@cijferhuis.example": "read_only"}
    for email in tomllib.loads((FOLDER / "team.toml").read_text())["accounts"]["emails"]:
        account = Contact.objects.get(email=email)
        assert account.check_password(demo.PASSWORD)
        assert account.email_confirmed_at
        assert can_sign_in(account)
    assert any(not can_sign_in(contact) for contact in Contact.objects.filter(line1="")[:20])


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 6, 1), date(2026, 1, 5)])
def test_every_date_moves_with_the_day_of_loading(tmp_path: Path, time_machine: Any, today: date) -> None:
    _small_business(tmp_path)
    time_machine.move_to(datetime(today.year, today.month, today.day, 12, tzinfo=UTC), tick=False)
    demo.load(tmp_path)
    receipt = Receipt.objects.order_by("issued_at").last()
    assert receipt is not None
    assert receipt.issued_at == datetime(2026, 11, 20, 9, tzinfo=UTC) + (today - date(2026, 11, 22))
    grant = Grant.objects.get(reference="t2")
    assert grant.until is not None
    assert grant.until.date() == date(2026, 12, 31) + (today - date(2026, 11, 22))
    assert Post.objects.get().written_at == datetime(2026, 11, 20, 9, tzinfo=UTC) + (today - date(2026, 11, 22))


@pytest.mark.django_db
def test_a_wrong_row_of_the_demo_is_a_fault(tmp_path: Path) -> None:
    _small_business(tmp_path)
    path = tmp_path / "transactions.csv"
    path.write_text(path.read_text().replace("149.00", "free"))
    with pytest.raises(RuntimeError, match=r"transactions\.csv, line 2, amount"):
        demo.load(tmp_path)


def _small_business(folder: Path) -> None:
    (folder / "social.toml").write_text("person = []\n")
    for name in ("site.toml", "team.toml", "catalog.toml", "topics.toml", "logo.png"):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    (folder / "communities.toml").write_text(
        '[[community]]\nproduct = "kiln-circle"\nabout = "Fire"\n[[community.post]]\n'
        'author = "dagny@saltmarsh.example"\nat = 2026-11-20T10:00:00+01:00\ntitle = "Hello"\ntext = "Welcome"\n'
    )
    (folder / "covers").mkdir()
    for cover in (FOLDER / "covers").glob("*.svg"):
        (folder / "covers" / cover.name).write_bytes(cover.read_bytes())
    (folder / "social.toml").write_text("person = []\n")
    (folder / "contacts.csv").write_text("email,full_name\nx@one.example,X One\n")
    (folder / "transactions.csv").write_text(
        "transaction_id,type,date,email,offer,amount,currency,until\n"
        "t1,payment,2026-11-20T10:00:00+01:00,x@one.example,wheel-throwing-foundations,149.00,EUR,\n"
        "t2,grant,2026-11-20T10:00:00+01:00,x@one.example,kiln-circle,,,2026-12-31\n"
    )


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]


def _counts() -> list[int]:
    counted = (Contact, Purchase, Receipt, Grant, Product, Offer, Membership, Post, Comment, Notice)
    return [model._default_manager.count() for model in counted]
