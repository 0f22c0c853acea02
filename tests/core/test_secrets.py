"""Tokens and codes."""

import hashlib
import re

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
