"""One-time tokens: what goes into a link is random, what is kept is its hash, so a stolen database opens no link."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A random text for a link: 32 bytes, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. Enough without salt, because the token itself is random."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """Six digits for a person to type from a mail."""
    return f"{secrets.randbelow(1_000_000):06d}"
