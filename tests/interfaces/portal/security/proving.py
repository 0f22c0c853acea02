"""What the tests of this room do again and again: prove it is them, read a code from a mail."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from portico.core import clock, one_time_codes
from portico.core.history import Actor
from portico.core.mail.models import Outgoing
from portico.domain.contacts.models import Contact
from portico.domain.contacts.security import two_step
from tests.authenticator import Authenticator
from tests.cast import PASSWORD, signed_in


def proven(who: Contact) -> Client:
    """A browser in which `who` is signed in and has just proved it is them."""
    client = signed_in(who)
    answer = client.post("/settings/confirm/", {"by": "password", "password": PASSWORD, "next": "/settings/"})
    assert answer.status_code == 302, answer.content.decode()
    return client


def mailed_code(kind: str) -> str:
    mail = Outgoing.objects.filter(kind=kind).latest("created_at")
    found = re.search(r"Code: (\d{6})", mail.text)
    assert found, mail.text
    return found[1]


def with_two_step(who: Contact) -> tuple[str, list[str]]:
    """Turns two-step sign-in on; gives the key and the recovery codes."""
    key, codes = one_time_codes.new_key(), two_step.new_recovery_codes(who)
    step = one_time_codes.step_at(clock.now()) - 1  # so that the code of now is not used up
    typed = one_time_codes.code_at(key, step)
    assert two_step.turn_on(who, key=key, typed=typed, codes=codes, by=Actor("customer", who.id))
    return key, list(codes)


def app_code(key: str) -> str:
    return one_time_codes.code_at(key, one_time_codes.step_at(clock.now()))


def with_passkey(who: Contact, *, client: Client | None = None, name: str = "Laptop", **wrong: Any) -> Authenticator:
    """Adds a passkey as the pages do."""
    client = client or proven(who)
    device = Authenticator(**wrong)
    options = client.post("/settings/security/passkeys/options/").json()
    answer = client.post("/settings/security/passkeys/", {"name": name, "credential": device.create(options)})
    assert answer.status_code == 302, answer.content.decode()
    return device
