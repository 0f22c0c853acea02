"""What the environment says, taken apart or refused."""

from __future__ import annotations

import pytest

from portico.config import env


def test_a_database_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://portico:p%40ss@db.example:5433/site")
    assert env.database_url() == env.DatabaseUrl("postgresql", "site", "portico", "p@ss", "db.example", "5433")
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/portico.sqlite3")
    assert env.database_url() == env.DatabaseUrl("sqlite", "/srv/portico.sqlite3")


@pytest.mark.parametrize("address", ["postgresql://me@db.example/site?sslmode=require", "mysql://me@db.example/site"])
def test_what_cannot_be_done_is_refused_and_no_password_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address.replace("me@", "me:secret@"))
    with pytest.raises(env.BadVariable, match="DATABASE_URL") as refused:
        env.database_url()
    assert "secret" not in str(refused.value)
