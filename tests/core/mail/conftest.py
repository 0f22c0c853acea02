"""A mail server of our own on a free port, which answers what a test tells it to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings


class Sink:
    """Takes mail, or gives the next of `answers`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: list[str] = []
        self.mails: list[Message] = []
        self.tried_ids: list[str | None] = []
        self.controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        mail = message_from_bytes(bytes(envelope.content or b""))
        self.tried_ids.append(mail["Message-ID"])
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(mail)
        return "250 OK"

    def up(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def down(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    server = Sink(free_port())
    settings.MAIL_TRANSPORT = "smtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "Saltmarsh Clay <hello@saltmarsh.example>"
    server.up()
    yield server
    server.down()
