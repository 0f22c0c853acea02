"""Privacy: a copy of one's data and the deletion of the account, walked as a customer does."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from portico.core import clock
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.domain.privacy.models import DataCopy, Deletion
from portico.interfaces.portal.settings.proof import PROVEN
from portico.workflows import export_person
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

COPY = "/settings/privacy/copy/"
DELETION = "/settings/privacy/deletion/"


def proven(who: Contact) -> Client:
    """A browser in which `who` is signed in and has just proven that it is them."""
    client = signed_in(who)
    session = client.session
    session[PROVEN] = {"at": clock.now().isoformat(), "contact": str(who.id)}
    session.save()
    return client


@pytest.mark.parametrize("address", [COPY, DELETION])
def test_nothing_happens_without_fresh_proof(ana: Contact, address: str) -> None:
    client = signed_in(ana)
    for answer in (client.get(address), client.post(address, {"word": "delete"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/settings/confirm/")
    assert not DataCopy.objects.exists()
    assert not Deletion.objects.exists()


def test_a_copy_is_asked_for_watched_and_downloaded_by_its_person_alone(ana: Contact, ben: Contact) -> None:
    client = proven(ana)
    assert client.post(COPY).status_code == 302
    assert "It starts in a moment." in client.get(COPY).content.decode()
    copy = DataCopy.objects.get()
    assert client.get(f"{COPY}{copy.id}.zip").status_code == 404, "it is not there yet"
    export_person.make(str(copy.id))
    assert "Your file is ready." in client.get(f"{COPY}progress/").content.decode()
    answer = client.get(f"{COPY}{copy.id}.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    for other in (proven(ben).get(f"{COPY}{copy.id}.zip"), client.get(f"{COPY}{uuid4()}.zip")):
        assert other.status_code == 404


def test_copies_are_bounded(ana: Contact) -> None:
    client = proven(ana)
    for _ in range(4):
        answer = client.post(COPY)
        DataCopy.objects.all().delete()
    assert answer.status_code == 429


@pytest.mark.parametrize("word", ["", "no", "DELETE me"])
def test_a_deletion_takes_the_typed_word(ana: Contact, word: str) -> None:
    answer = proven(ana).post(DELETION, {"word": word})
    assert answer.status_code == 422
    assert 'id="id_word-error"' in answer.content.decode()
    assert not Deletion.objects.exists()


def test_a_deletion_is_told_shown_and_can_be_taken_back(ana: Contact) -> None:
    client = proven(ana)
    for _ in range(2):
        assert client.post(DELETION, {"word": " Delete "}).status_code == 302
    assert Outgoing.objects.filter(kind="privacy.deletion_asked", to="ana@example.org").count() == 1
    assert "Your account will be deleted on" in client.get("/settings/").content.decode()
    client.post(DELETION, {"do": "keep"})
    assert not Deletion.objects.exists()
    assert "Your account stays." in client.get("/settings/").content.decode()


def test_the_team_cannot_delete_itself(dee: Contact) -> None:
    assert proven(dee).post(DELETION, {"word": "delete"}).status_code == 403
    assert not Deletion.objects.exists()
