"""Codes of authenticator apps: RFC 6238 (read 22 Nov 2026) as every app speaks it, 6 digits, 30 seconds, SHA-1."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
STEPS_ASIDE = 1  # a clock may be half a minute wrong, and a person takes time to type


def new_key() -> str:
    """A new key in base32, 160 bits as the RFC advises."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(key: str, step: int) -> str:
    """The six digits of one step of 30 seconds since 1970."""
    digest = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_at(instant: datetime) -> int:
    """Which step an instant is in."""
    return int(instant.timestamp()) // STEP_SECONDS


def find_step(key: str, typed: str, *, at: datetime, after: int = -1) -> int | None:
    """The step whose code was typed, None when it is no code of now.

    Only steps later than `after`, the last one that was used: a code that somebody saw being typed is worth nothing.
    """
    digits = digits_of(typed)
    now = step_at(at)
    for step in range(now - STEPS_ASIDE, now + STEPS_ASIDE + 1):
        if step > after and hmac.compare_digest(code_at(key, step), digits):
            return step
    return None


def digits_of(typed: str) -> str:
    """What was typed without spaces and dashes; only ASCII digits are kept."""
    return "".join(character for character in typed if character in "0123456789")


def app_address(key: str, *, account: str, issuer: str) -> str:
    """What the QR code holds: the address by which an app takes the key over."""
    label = quote(f"{issuer}:{account}", safe="@")
    return f"otpauth://totp/{label}?{urlencode({'secret': key, 'issuer': issuer}, quote_via=quote)}"
