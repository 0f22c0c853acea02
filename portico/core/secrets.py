"""One-time tokens: what goes into a link is random, what is kept is its hash, so a stolen database opens no link.

What has to be read again is sealed instead.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def new_token() -> str:
    """A random text for a link: 32 bytes, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. Enough without salt, because the token itself is random."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """Six digits for a person to type from a mail."""
    return f"{secrets.randbelow(1_000_000):06d}"


def seal(text: str) -> str:
    """Encrypt what has to be read again, such as the key of an authenticator app. Bound to PORTICO_SECRET_KEY."""
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed, also under an older key while that is being rotated out. Raises Unreadable."""
    try:
        return _sealer().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


class Unreadable(Exception):
    """It was sealed under a key that this site no longer has, or is damaged."""


def _sealer() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key_for_sealing(key)) for key in keys])


def _key_for_sealing(secret_key: str) -> bytes:
    """A key of its own for this use, so that nothing sealed helps to forge a session."""
    derived = hashlib.sha256(b"portico.seal:" + secret_key.encode()).digest()
    return base64.urlsafe_b64encode(derived)
