"""`portico check`: each finding is there when it should be, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from portico.config import env
from portico.config.cli import main
from portico.config.cli.findings import Finding, data
from portico.config.cli.findings import settings as of_settings
from portico.core import clock
from portico.core.queue import enqueue
from portico.core.queue.models import Job, WorkerSeen
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site


def words(findings: object) -> str:
    return "\n".join(f"{found.level}: {found.sentence}" for found in findings)  # type: ignore[attr-defined]


@pytest.fixture
def public(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with which nothing is wrong."""
    monkeypatch.setenv("PORTICO_SECRET_KEY", "k" * 60)
    settings.DEBUG = settings.DEMO = False
    settings.PUBLIC_URL = env.PublicUrl("https://members.example.com", "members.example.com", secure=True)
    settings.MAIL_TRANSPORT, settings.EMAIL_HOST = "smtp", "mail.example.com"
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    return settings


def test_good_settings_give_no_finding(public: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    options = public.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:  # the tests' own database does not wait for the disk
        monkeypatch.setitem(options, "init_command", options["init_command"].replace("=NORMAL", "=FULL"))
    assert words(of_settings.of_any_site()) == ""
    assert words(of_settings.of_a_public_site()) == ""


@pytest.mark.parametrize(
    ("name", "value", "level", "part"),
    [
        ("DEBUG", True, "error", "PORTICO_DEBUG is on"),
        ("DEMO", True, "error", "PORTICO_DEMO is on"),
        ("PUBLIC_URL", env.PublicUrl("http://a.example", "a.example", secure=False), "error", "https://"),
        ("MAIL_TRANSPORT", "mailbox", "error", "only listed"),
        ("EMAIL_HOST", "localhost", "warning", "PORTICO_SMTP_HOST"),
        ("EMAIL_USE_TLS", False, "warning", "unencrypted"),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "warning", "PORTICO_TRUSTED_PROXIES"),
    ],
)
def test_each_unsafe_setting_is_told(public: Settings, name: str, value: object, level: str, part: str) -> None:
    setattr(public, name, value)
    (found,) = of_settings.of_a_public_site()
    assert found.level == level
    assert part in found.sentence


def test_a_missing_or_short_key_and_missing_static_files_are_told(
    public: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTICO_SECRET_KEY", "")
    assert "error: PORTICO_SECRET_KEY is not set" in words(of_settings.of_any_site())
    monkeypatch.setenv("PORTICO_SECRET_KEY", "short")
    assert "warning: PORTICO_SECRET_KEY is shorter" in words(of_settings.of_any_site())
    (tmp_path / "staticfiles.json").unlink()
    assert "error: The static files" in words(of_settings.of_any_site())


def test_the_file_system_of_a_path_is_that_of_the_nearest_mount() -> None:
    mounts = "/dev/a / ext4 rw 0 0\nnas:/x /srv/data nfs4 rw 0 0\n/dev/b /srv/data/fast xfs rw 0 0\n"
    kinds = [
        of_settings.file_system_of(Path(path), mounts)
        for path in ("/srv/data/db.sqlite3", "/srv/data/fast/db", "/srv/database", "/x")
    ]
    assert kinds == ["nfs4", "xfs", "ext4", "ext4"]


@pytest.mark.django_db
def test_a_database_of_this_version_is_well_and_an_older_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(data.of_the_database()) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'mail'")
    assert "portico migrate" in words(data.of_the_database())


@pytest.mark.django_db
def test_a_database_without_a_site_is_told() -> None:
    assert "There is no site yet" in words(data.of_the_site())


def test_a_site_in_order_has_no_finding(site: Site, ana: Contact) -> None:
    assert words(data.of_the_site()) == ""


def test_a_contact_missing_from_the_search_is_told(ana: Contact) -> None:
    Contact.objects.bulk_create([Contact(email="new@example.org", email_as_typed="new@example.org")])
    assert "out of step with 1" in words(data.of_the_site())


def test_a_name_that_no_font_prints_is_told(ana: Contact) -> None:
    Contact.objects.filter(pk=ana.pk).update(full_name="ᚠᚢᚦ")
    assert "1 contact with letters of Runic" in words(data.of_the_site())


@pytest.mark.django_db
def test_work_that_is_not_done_is_told() -> None:
    assert "warning: No worker runs" in words(data.of_the_work())
    worker = WorkerSeen.objects.create(name="w", started_at=clock.now(), seen_at=clock.now())
    assert words(data.of_the_work()) == ""
    WorkerSeen.objects.filter(pk=worker.pk).update(seen_at=clock.now() - timedelta(minutes=3))
    enqueue("test.x")
    Job.objects.update(state=Job.State.DEAD)
    enqueue("test.x", run_at=clock.now() - timedelta(minutes=11))
    enqueue("test.y", run_at=clock.now() + timedelta(days=1), once_key="every:test.y")
    Job.objects.filter(kind="test.y").update(error="RuntimeError")
    said = words(data.of_the_work())
    for part in ("No worker was seen", "1 job failed", "regular task test.y failed", "late: 1 job."):
        assert part in said


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 0)])
def test_the_command_ends_with_1_only_for_an_error(
    level: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = Finding("error", "Something.")
    nothing = lambda: iter(())  # noqa: E731
    monkeypatch.setattr(of_settings, "of_any_site", lambda: iter([replace(one, level=level)]))
    monkeypatch.setattr(data, "of_the_database", nothing)
    monkeypatch.setattr(data, "of_the_site", nothing)
    monkeypatch.setattr(data, "of_the_work", nothing)
    with pytest.raises(SystemExit) as end:
        main(["check"])
    assert end.value.code == code
    assert f"{level}: Something." in capsys.readouterr().out
