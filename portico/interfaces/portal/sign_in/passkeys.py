"""Asking a browser for a passkey, and checking what it answers: the sign-in library's work behind our rules.

The challenge is kept in the session and works once. All of it needs user verification (finger, face or PIN), so that a
passkey is more than a thing somebody holds.
"""

from __future__ import annotations

import binascii
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as library
from django.conf import settings
from django.core.exceptions import ValidationError
from fido2.utils import websafe_decode

from portico.domain.contacts.models import Contact

LONGEST = 20_000  # a registration is about 1,500 characters
# What the library and the reader of keys below it raise at an answer that is none. It comes from outside.
UNUSABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError, binascii.Error)


class NotProven(Exception):
    """The browser's answer does not prove a passkey."""


def options_to_add(contact: Contact) -> dict[str, Any]:
    """What the browser is asked to register: a passkey that knows its owner, so it works without an email."""
    return dict(library.begin_registration(contact, passwordless=True))


def options_to_prove(contact: Contact | None) -> dict[str, Any]:
    """What the browser is asked to prove: one of the contact's passkeys, or any of this site."""
    return dict(library.begin_authentication(contact))


def registered(answer: str) -> dict[str, Any]:
    """The new passkey, ready to be kept. Raises NotProven."""
    credential = _read(answer)
    try:
        library.parse_registration_response(credential)
        binding = library.complete_registration(credential)
    except UNUSABLE as error:
        raise NotProven from error
    if not binding.is_user_verified():
        raise NotProven
    return credential


def proven(answer: str, *, contact: Contact | None = None) -> Authenticator:
    """The passkey that was proven: one of the contact's, or of whoever the answer names. Raises NotProven."""
    credential = _read(answer)
    try:
        library.parse_authentication_response(credential)
        whose = contact or library.extract_user_from_response(credential)
        passkey = library.complete_authentication(whose, credential)
    except UNUSABLE as error:
        raise NotProven from error
    passkey.record_usage()
    return passkey


def _read(answer: str) -> dict[str, Any]:
    """The browser's answer, if it was given on a page of ours: subdomains share the passkeys and are not ours."""
    if len(answer) > LONGEST:
        raise NotProven
    try:
        credential = json.loads(answer)
        origin = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))["origin"]
    except (*UNUSABLE, RecursionError) as error:
        raise NotProven from error
    if origin != settings.ORIGIN:
        raise NotProven
    return dict(credential)
