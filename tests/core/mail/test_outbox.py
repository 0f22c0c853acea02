"""The outbox, against a real mail server on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from pytest_django import Settings

from portico.core.ids import new_id
from portico.core.mail import HeaderRefused, actions, send_mail
from portico.core.mail.actions import delete_mail_of, delete_old
from portico.core.mail.models import Outgoing
from portico.core.mail.probe import send_probe
from portico.core.mail.queries import list_mail, list_mail_to
from portico.core.mail.sending import MAX_ATTEMPTS
from portico.core.mail.smtp import TryLater
from portico.core.queue.models import Job
from portico.core.queue.running import run_due

if TYPE_CHECKING:
    from tests.core.mail.conftest import Sink

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def write(*, to: str = "ana@example.org", subject: str = "Hello Ana", sensitive: bool = False) -> Outgoing:
    return send_mail(
        to=to, subject=subject, text="A code: 123456", html="<p>A code: 123456</p>", kind="test", sensitive=sensitive,
        reply_to="hello@saltmarsh.example", headers={"List-Unsubscribe": "<https://members.example.com/u>"},
    )  # fmt: skip


def test_a_mail_is_sent_with_both_texts_and_its_headers(sink: Sink) -> None:
    row = write()
    run_due()
    row.refresh_from_db()
    (mail,) = sink.mails
    assert (row.state, row.attempts, row.text) == (Outgoing.State.SENT, 1, "A code: 123456")
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "Hello Ana")
    assert mail["From"] == "Saltmarsh Clay <hello@saltmarsh.example>"
    assert mail["Message-ID"] == row.message_id
    assert mail["Message-ID"].endswith("@saltmarsh.example>")
    assert mail["Reply-To"] == "hello@saltmarsh.example"
    assert mail["List-Unsubscribe"] == "<https://members.example.com/u>"
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_sends_nothing(sink: Sink) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        write()
        raise RuntimeError
    run_due()
    assert (Outgoing.objects.count(), Job.objects.count(), sink.tried_ids) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_kept_without_the_job_that_sends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "enqueue", fail)
    with pytest.raises(RuntimeError):
        write()
    assert not Outgoing.objects.exists()


def test_a_busy_server_gets_the_same_mail_again_later(sink: Sink) -> None:
    sink.answers = ["451 4.3.0 Try again later"]
    with time_machine.travel(NOON, tick=False):
        row = write()
        with pytest.raises(TryLater):
            run_due()
        row.refresh_from_db()
        assert (row.state, row.error) == (Outgoing.State.WAITING, "451 4.3.0 Try again later")
        assert run_due() == 0
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        run_due()
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == (Outgoing.State.SENT, "", 2)
    assert sink.tried_ids == [row.message_id, row.message_id]


def test_a_final_refusal_is_not_tried_again(sink: Sink) -> None:
    sink.answers = ["550 5.1.1 No such user"]
    row = write(sensitive=True)
    run_due()
    row.refresh_from_db()
    assert (row.state, row.error, row.text) == (Outgoing.State.FAILED, "550 5.1.1 No such user", "")
    assert not Job.objects.exists()


def test_a_server_that_is_down_delays_a_mail_and_does_not_lose_it(sink: Sink) -> None:
    sink.down()
    with time_machine.travel(NOON, tick=False):
        row = write()
        with pytest.raises(TryLater):
            run_due()
    sink.up()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        run_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.SENT


def test_after_a_day_without_a_server_the_mail_has_failed(sink: Sink) -> None:
    sink.down()
    with time_machine.travel(NOON, tick=False) as traveller:
        row = write()
        for _ in range(MAX_ATTEMPTS - 1):
            with pytest.raises(TryLater):
                run_due()
            traveller.move_to(Job.objects.get().run_at)
        hours = (Job.objects.get().run_at - NOON).total_seconds() / 3600
        assert 18 < hours < 30
        run_due()
    row.refresh_from_db()
    assert row.state == Outgoing.State.FAILED
    assert not Job.objects.exists()


def test_a_mail_that_lets_in_keeps_no_text_once_it_is_sent(sink: Sink) -> None:
    row = write(sensitive=True)
    run_due()
    row.refresh_from_db()
    assert (row.state, row.text, row.html) == (Outgoing.State.SENT, "", "")
    assert "123456" in sink.mails[0].as_string()


def test_the_demos_mailbox_keeps_every_text_and_asks_no_server(sink: Sink, settings: Settings) -> None:
    settings.MAIL_TRANSPORT = "mailbox"
    write(sensitive=True)
    run_due()
    row = list_mail().get()
    assert (row.state, row.text, sink.tried_ids) == (Outgoing.State.SENT, "A code: 123456", [])


@pytest.mark.parametrize("bad", ["a\nBcc: x@example.org", "a\rb", "a\u2028b", "a\x00b"])
def test_nobody_writes_headers_of_their_own(bad: str) -> None:
    with pytest.raises(HeaderRefused):
        write(subject=bad)
    with pytest.raises(HeaderRefused):
        write(to=f"ana@example.org{bad}")
    assert not Outgoing.objects.exists()


def test_rows_go_after_90_days_and_with_their_contact(sink: Sink) -> None:
    contact_id = new_id()
    with time_machine.travel(NOON, tick=False):
        send_mail(to="a@example.org", subject="x", text="x", kind="test", contact_id=contact_id)
        write()
    with time_machine.travel(NOON + timedelta(days=89), tick=False):
        delete_old()
        assert list_mail_to(contact_id).count() == 1
        assert delete_mail_of(contact_id) == 1
        assert run_due() == 2
    assert len(sink.mails) == 1
    with time_machine.travel(NOON + timedelta(days=91), tick=False):
        delete_old()
    assert not Outgoing.objects.exists()


def test_the_test_message_says_what_the_server_answered(sink: Sink) -> None:
    assert send_probe("dee@example.org") == ""
    assert sink.mails[0]["To"] == "dee@example.org"
    sink.answers = ["554 5.7.1 Not from you"]
    assert send_probe("dee@example.org") == "554 5.7.1 Not from you"
    sink.down()
    assert "No connection" in send_probe("dee@example.org")


def test_mail_of_library_code_reaches_the_outbox() -> None:
    mail = EmailMultiAlternatives("Reset", "link", "a@b.example", ["ana@example.org"])
    mail.attach_alternative("<p>link</p>", "text/html")
    get_connection("portico.core.mail.django_backend.Outbox").send_messages([mail])
    row = Outgoing.objects.get()
    assert (row.to, row.text, row.html, row.sensitive) == ("ana@example.org", "link", "<p>link</p>", True)
