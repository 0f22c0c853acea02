"""Files in a bucket instead of a folder, against a store that speaks S3 on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from portico.config import env, storage
from portico.config.cli.findings import data
from portico.core import clock
from portico.core.files import store
from portico.domain.contacts.models import Contact
from portico.domain.profiles.avatars import (
    ORPHANED_AFTER,
    change_avatar,
    delete_orphaned_pictures,
    file_name,
    read_avatar,
    remove_avatar,
)
from portico.domain.profiles.pictures import SIZES
from tests.cast import OPERATOR

BUCKET = "portico-files"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(endpoint: str, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Any]:
    """An empty bucket, and the site's settings as the variables make them."""
    variables = {
        "BUCKET": BUCKET, "ENDPOINT": endpoint, "REGION": "eu-central-1", "KEY_ID": "key", "SECRET": "secret"
    }  # fmt: skip
    for name, value in variables.items():
        monkeypatch.setenv(f"PORTICO_S3_{name}", value)
    resource = boto3.resource(
        "s3", endpoint_url=endpoint, region_name="eu-central-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    found = resource.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = settings.STORAGES | {"default": storage.files_storage()}
    yield found
    found.objects.all().delete()
    found.delete()


def names(bucket: Any) -> set[str]:
    return {found.key for found in bucket.objects.all()}


def test_without_a_bucket_files_lie_in_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTICO_S3_BUCKET", raising=False)
    assert storage.files_storage() == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def test_a_bucket_without_the_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTICO_S3_BUCKET", BUCKET)
    monkeypatch.setattr(storage, "find_spec", lambda _: None)
    with pytest.raises(env.BadVariable, match="EXTRAS=s3"):
        storage.files_storage()


def test_bytes_are_kept_once_and_read_back(bucket: Any) -> None:
    name = store.keep(b"a receipt", room="receipts", ending="pdf")
    assert store.keep(b"a receipt", room="receipts", ending="pdf") == name
    assert names(bucket) == {name}
    assert store.read(name) == b"a receipt"


def test_a_name_is_never_used_twice(bucket: Any) -> None:
    store.keep_as("avatars/x-64.webp", b"one")
    with pytest.raises(FileExistsError):
        store.keep_as("avatars/x-64.webp", b"two")
    assert store.read("avatars/x-64.webp") == b"one"
    assert names(bucket) == {"avatars/x-64.webp"}


def test_a_file_that_is_not_there_is_as_in_a_folder(bucket: Any) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("avatars/none-64.webp")
    store.delete("avatars/none-64.webp")
    assert store.list_names("avatars") == []


def test_nothing_is_open_to_the_public(bucket: Any) -> None:
    store.keep_as("avatars/x-64.webp", b"one")
    grants = bucket.Object("avatars/x-64.webp").Acl().grants
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


@pytest.mark.django_db
def test_an_avatar_comes_changes_and_goes(bucket: Any, ana: Contact, django_capture_on_commit_callbacks: Any) -> None:
    def change(words: bytes) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return change_avatar(ana, pictures=dict.fromkeys(SIZES, words), by=OPERATOR).token

    first, second = change(b"one"), change(b"two")
    assert names(bucket) == {file_name(second, side) for side in SIZES}
    assert read_avatar(second, 256) == b"two"
    assert read_avatar(first, 256) is None
    with django_capture_on_commit_callbacks(execute=True):
        remove_avatar(ana, by=OPERATOR)
    assert names(bucket) == set()


@pytest.mark.django_db
def test_orphans_go(bucket: Any, site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep_as("avatars/nobody-64.webp", b"x")
    delete_orphaned_pictures()
    assert names(bucket) == {"avatars/nobody-64.webp"}, "it may belong to an upload that is under way"
    later = clock.now() + ORPHANED_AFTER * 1.1
    monkeypatch.setattr(clock, "now", lambda: later)
    delete_orphaned_pictures()
    assert names(bucket) == set()


def test_check_tells_whether_the_store_works(bucket: Any) -> None:
    assert list(data.of_the_files()) == []
    assert names(bucket) == set()
    bucket.delete()
    (found,) = data.of_the_files()
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})  # for the fixture to delete
    assert found.level == "error"
    assert found.sentence.startswith("Files cannot be kept (NoSuchBucket).")
