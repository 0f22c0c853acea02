"""Tokens and codes."""

import hashlib
import re
from typing import Any

import pytest

from portico.core import secrets


def test_a_token_is_long_and_safe_in_an_address() -> None:
    made = {secrets.new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in made)  # 32 bytes


def test_only_the_hash_is_kept() -> None:
    token = secrets.new_token()
    assert secrets.token_hash(token) == hashlib.sha256(token.encode()).hexdigest()
    assert token not in secrets.token_hash(token)


def test_any_text_from_a_link_has_a_hash() -> None:
    assert len(secrets.token_hash("\ud800")) == 64
    assert secrets.token_hash("a") != secrets.token_hash("b")


def test_a_code_is_six_digits_with_zeros_kept() -> None:
    made = [secrets.new_code() for _ in range(2000)]
    assert all(re.fullmatch(r"[0-9]{6}", code) for code in made)
    assert any(code.startswith("0") for code in made)
    assert len(set(made)) > 1900


def test_what_is_sealed_can_be_read_again_also_after_the_key_was_rotated(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "first", []
    sealed = secrets.seal("JBSWY3DP")
    assert "JBSWY3DP" not in sealed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    assert secrets.unseal(sealed) == "JBSWY3DP"


def test_nothing_opens_a_seal_but_its_key(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "first", []
    sealed = secrets.seal("JBSWY3DP")
    for damaged in ("", "x", sealed[:-4] + "AAAA"):
        with pytest.raises(secrets.Unreadable):
            secrets.unseal(damaged)
    settings.SECRET_KEY = "second"
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(sealed)
