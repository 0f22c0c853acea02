"""Findings in the variables: nothing is asked of the database or of the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import ERROR, run_checks

from portico.config import env
from portico.config.cli.findings import Finding, error, warning

SHORTEST_KEY = 50
# Locks of these file systems do not hold what SQLite needs (sqlite.org/howtocorrupt.html 2.1, read 22 Nov
# 2026).
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "afs", "ceph"}


def of_any_site() -> Iterator[Finding]:
    """What is wrong on every machine."""
    for message in run_checks():
        if message.level >= ERROR:
            yield error(f"{message.msg} ({message.id})")
    key = env.text("PORTICO_SECRET_KEY")
    if not key:
        yield error("PORTICO_SECRET_KEY is not set: nobody can sign in. `portico init` makes one.")
    elif len(key) < SHORTEST_KEY:
        yield warning(f"PORTICO_SECRET_KEY is shorter than {SHORTEST_KEY} characters: it could be guessed.")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield error("The static files are not collected. Run `portico migrate`.")
    listed = env.text("PORTICO_PASSWORD_LIST")
    if listed and not Path(listed).is_file():
        yield error("PORTICO_PASSWORD_LIST is not a file: no password is refused because others have used it.")
    yield from _of_sqlite()


def of_a_public_site() -> Iterator[Finding]:
    """What must not be so where customers come (`--deploy`)."""
    if settings.DEBUG:
        yield error("PORTICO_DEBUG is on: faults show code and values to everyone. Remove it.")
    if settings.DEMO:
        yield error("PORTICO_DEMO is on: anyone can read every mail. Remove it.")
    if not settings.PUBLIC_URL.secure:
        yield error("PORTICO_URL does not begin with https://: passwords would travel readable.")
    if settings.MAIL_TRANSPORT != "smtp":
        yield error("Mail is not sent, only listed: that is the demo's way. Remove PORTICO_DEMO.")
    elif settings.EMAIL_HOST in ("", "localhost"):
        yield warning("PORTICO_SMTP_HOST is not set: mail goes to a server on this machine, port 25.")
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield warning("Mail leaves unencrypted. Set PORTICO_SMTP_STARTTLS=yes or PORTICO_SMTP_TLS=yes.")
    if settings.PUBLIC_URL.secure and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield warning("PORTICO_TRUSTED_PROXIES is 0: behind a proxy all visitors share one address, and its limits.")


def _of_sqlite() -> Iterator[Finding]:
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return
    file_system = file_system_of(Path(database["NAME"]).resolve())
    if file_system in NETWORK_FILE_SYSTEMS:
        yield error(
            f"The SQLite file is on a network file system ({file_system}), where its locks do not hold. "
            "Move it to a local disk, or use PostgreSQL."
        )
    if not settings.DEMO and "synchronous=FULL" not in database["OPTIONS"]["init_command"]:
        yield warning("SQLite does not wait for the disk: a power cut may lose the last saves.")


def file_system_of(path: Path, mounts: str | None = None) -> str:
    """The kind of file system a path is on ("ext4", "nfs4"), from the kernel's list; empty where there is
    none.
    """
    if mounts is None:
        listing = Path("/proc/mounts")
        mounts = listing.read_text(encoding="utf-8") if listing.exists() else ""
    best, kind = "", ""
    for line in mounts.splitlines():
        point, of_kind = line.split()[1:3]
        if len(point) >= len(best) and path.is_relative_to(point):
            best, kind = point, of_kind
    return kind
