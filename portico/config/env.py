"""The only reader of the environment.

Every variable is listed in `docs/operate/variables.md`. A secret may also come from a file: `NAME_FILE` holds its path,
as container platforms hand them out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadVariable(ValueError):
    """A variable that cannot be used. The message names it and the cure, never its value."""


def text(name: str, default: str = "") -> str:
    """The variable's value, or what the file named by `NAME_FILE` holds, or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadVariable(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return os.environ.get(name, default).strip()


def yes(name: str, *, default: bool = False) -> bool:
    """`1`, `yes`, `true`, `on` or their opposites; anything else is refused."""
    value = text(name).lower()
    if value in ("", "1", "yes", "true", "on", "0", "no", "false", "off"):
        return default if value == "" else value in ("1", "yes", "true", "on")
    raise BadVariable(f"{name} is neither yes nor no.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise BadVariable(f"{name} is not a whole number.")
    return int(value)


@dataclass(frozen=True, slots=True)
class PublicUrl:
    """Where customers reach the site. Links, allowed hosts, secure cookies and HSTS follow from it."""

    origin: str
    host: str
    secure: bool


def public_url() -> PublicUrl:
    """`PORTICO_URL`, for example `https://members.example.com`; the demo's address when it is not set."""
    raw = text("PORTICO_URL", "http://localhost:8000").rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise BadVariable("PORTICO_URL is not an address like https://members.example.com.")
    return PublicUrl(origin=raw, host=parts.hostname, secure=parts.scheme == "https")


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """`DATABASE_URL` taken apart. `engine` is "sqlite" or "postgresql"; a SQLite `name` is a file path."""

    engine: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""


def database_url() -> DatabaseUrl:
    """`sqlite:///path/to/file` or `postgresql://user:password@host:port/name`; `var/portico.sqlite3` when not set."""
    raw = text("DATABASE_URL") or "sqlite:///var/portico.sqlite3"
    parts = urlsplit(raw)
    if parts.query:  # passed over in silence, a wanted encryption would not be there
        raise BadVariable("DATABASE_URL takes no options behind “?”. Set libpq's own, like PGSSLMODE=require.")
    if parts.scheme in ("sqlite", "sqlite3"):
        return DatabaseUrl("sqlite", unquote(parts.path[1:]))
    if parts.scheme in ("postgres", "postgresql"):
        return DatabaseUrl(
            "postgresql",
            unquote(parts.path[1:]),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.hostname or ""),
            str(parts.port or ""),
        )
    raise BadVariable("DATABASE_URL starts with neither sqlite:// nor postgresql://.")
