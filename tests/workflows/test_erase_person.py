"""A deleted account leaves nothing of the person but receipts and what proves them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portico.core import clock
from portico.core.files import store
from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.domain.communities.models import Comment, Community, MemberProfile, Post
from portico.domain.contacts.actions import change_details
from portico.domain.contacts.details import Details
from portico.domain.contacts.models import Contact
from portico.domain.directory.models import Entry as DirectoryEntry
from portico.domain.privacy import actions
from portico.domain.privacy.models import DataCopy, Deletion
from portico.domain.profiles.models import SocialProfile
from portico.domain.receipts.handing_out import hand_out_pdf
from portico.domain.receipts.models import Receipt
from portico.domain.site.models import Site
from portico.workflows import change_email, erase_person, export_person
from portico.workflows.personal_data import PLACES, Fate
from tests import cast, selling

pytestmark = pytest.mark.django_db(transaction=True)

MARK = "zqxmark"
KEPT_IN = {
    "receipts_receipt",
    "receipts_handedout",
    "contacts_detailsversion",
}


@pytest.fixture
def person(site: Site) -> Contact:
    """Somebody whose every field holds the mark, with a receipt."""
    made = cast.customer(f"{MARK}1", f"{MARK} name", company=f"{MARK} company")
    hand_out_pdf(selling.sell(made))
    by = Actor("customer", made.id)
    typed = Details(
        full_name=f"{MARK} newname", email=made.email_as_typed, country="NL",
        line1=f"{MARK} street 1", postal_code="8861 XN", city=f"{MARK} town",
    )  # fmt: skip
    change_details(made, typed=typed, expected_version=made.version, by=by)
    made.refresh_from_db()
    change_email.ask(made, new_email=f"{MARK}2@example.org", site=site, by=by)
    SocialProfile.objects.create(
        contact=made, bio=f"{MARK} bio", location=f"{MARK} place", usernames={"instagram": MARK}
    )
    DirectoryEntry.objects.create(contact=made, is_listed=True, sort_name=f"{MARK} name")
    _write_in_a_community(made)
    return made


def _write_in_a_community(person: Contact) -> None:
    product = selling.product("Commons", kind="community")
    community = Community.objects.create(product=product, slug="commons")
    MemberProfile.objects.create(community=community, contact=person, display_name=f"{MARK} shown", bio=f"{MARK} b")
    post = Post.objects.create(community=community, author=person, title=f"{MARK} title", text=f"{MARK} text")
    other = cast.customer("other", "Other")
    Comment.objects.create(post=post, author=other, text="an answer of somebody else")
    Comment.objects.create(post=post, author=person, text=f"{MARK} comment")


def tables_with(mark: str) -> set[str]:
    """The tables in which any cell holds the mark, whatever its kind."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                cells = (
                    bytes(cell).decode("utf-8", "replace") if isinstance(cell, (bytes, memoryview)) else cell
                    for cell in row
                )
                if any(mark in str(cell) for cell in cells):
                    found.add(table)
                    break
    return found


def files_with(mark: str) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file() and mark.encode() in path.read_bytes()]


def erase(person: Contact) -> None:
    actions.ask_for_deletion(person, by=Actor("customer", person.id))
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        erase_person.erase_due()


def test_every_table_that_belongs_to_a_contact_is_in_the_list() -> None:
    listed = {place.model for place in PLACES}
    belonging = {
        model
        for model in apps.get_models(include_auto_created=True)
        if any(
            (field.is_relation and field.related_model is Contact) or field.name == "contact_id"
            for field in model._meta.concrete_fields
        )
    }
    assert belonging - listed == set()


def test_the_marks_are_gone_from_everywhere_but_the_receipts(person: Contact) -> None:
    assert tables_with(MARK) > KEPT_IN, "the marks are everywhere before"
    erase(person)
    assert tables_with(MARK) <= KEPT_IN
    assert files_with(MARK) == []
    gone = Contact.objects.get(id=person.id)
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert Receipt.objects.filter(contact=gone).exists()
    assert Comment.objects.filter(text="an answer of somebody else").exists()
    assert Entry.objects.filter(contact_id=person.id, verb="contact.details_changed").exists(), "the fact stays"
    deletion = Deletion.objects.get(contact=person)
    assert deletion.kept_until
    assert deletion.kept_until.year == timezone.now().year + 10


def test_without_a_receipt_nothing_is_left(site: Site) -> None:
    person = cast.customer(f"{MARK}3", f"{MARK} name")
    erase(person)
    assert tables_with(MARK) == set()


def test_nothing_goes_before_the_week_is_over_and_a_changed_mind_counts(person: Contact) -> None:
    by = Actor("customer", person.id)
    actions.ask_for_deletion(person, by=by)
    assert actions.ask_for_deletion(person, by=by)[1] is False, "asked twice is asked once"
    with time_machine.travel(clock.now() + timedelta(days=6)):
        erase_person.erase_due()
    assert Contact.objects.get(id=person.id).full_name == f"{MARK} newname"
    assert actions.withdraw_deletion(person, by=by)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        erase_person.erase_due()
    assert Contact.objects.get(id=person.id).is_active


def test_at_the_end_of_the_retention_the_receipts_go_too(person: Contact) -> None:
    erase(person)
    with time_machine.travel(clock.now() + timedelta(days=366 * 11)):
        erase_person.end_retention()
    assert tables_with(MARK) == set()
    assert not Receipt.objects.filter(contact=person).exists()


def copy_of(person: Contact) -> zipfile.ZipFile:
    copy = actions.ask_for_copy(person, by=Actor("customer", person.id))
    export_person.make(str(copy.id))
    copy.refresh_from_db()
    return zipfile.ZipFile(io.BytesIO(store.read(copy.file)))


def test_a_copy_holds_everything_and_no_secret(person: Contact) -> None:
    archive = copy_of(person)
    names = archive.namelist()
    data = archive.read("data.json").decode()
    for said in ("newname", "street 1", "bio", "shown", "title", "comment", "2@example.org"):
        assert f"{MARK}{'' if '@' in said else ' '}{said}" in data
    assert "argon2" not in data
    assert '"password"' not in data
    assert "session_key" not in data
    number = Receipt.objects.filter(contact=person).latest("issued_at").number
    assert archive.read(f"receipts/{number}.pdf").startswith(b"%PDF")
    assert "tables/contacts.Contact.csv" in names
    assert Outgoing.objects.filter(kind="privacy.copy_ready", contact_id=person.id).count() == 1


def test_a_copy_holds_nothing_of_others(person: Contact) -> None:
    assert "Other" not in copy_of(person).read("data.json").decode()


def test_a_copy_is_made_once_and_gone_after_a_week(person: Contact) -> None:
    by = Actor("customer", person.id)
    first, second = actions.ask_for_copy(person, by=by), actions.ask_for_copy(person, by=by)
    assert first == second
    export_person.make(str(first.id))
    export_person.make(str(first.id))
    name = DataCopy.objects.get().file
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        export_person.delete_old_copies()
    assert not DataCopy.objects.exists()
    with pytest.raises(FileNotFoundError):
        store.read(name)


def test_cells_are_no_formulas(site: Site) -> None:
    person = cast.customer("formula", "=HYPERLINK(1)")
    cells = copy_of(person).read("tables/contacts.Contact.csv").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in cells


def test_fates_are_what_the_page_says(person: Contact) -> None:
    kept: set[Any] = {place.table for place in PLACES if place.fate is Fate.KEEP}
    assert kept == {
        "contacts.DetailsVersion", "history.Entry", "purchases.Purchase", "payments.Payment", "payments.Refund",
        "receipts.Receipt", "receipts.HandedOut", "privacy.Deletion",
    }  # fmt: skip
