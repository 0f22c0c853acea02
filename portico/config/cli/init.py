"""`portico init`: from nothing to a site with its first owner, asked in the terminal or given by flags."""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys
from pathlib import Path

from portico.config import env
from portico.config.cli.environment import start_django, write_env_file

NAME = "init"
HELP = "Set a site up: variables, database, first owner, mail."

QUESTIONS = {
    "site_name": "Name of the business",
    "owner_email": "Your email (the first owner)",
    "owner_name": "Your full name",
    "url": "Address of the site, like https://members.example.com",
    "database": "Database",
    "smtp_host": "Mail server (empty: set it later)",
}
DEFAULTS = {"database": "sqlite:///var/portico.sqlite3", "smtp_host": ""}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, question in QUESTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="TEXT", help=question)
    parser.add_argument("--smtp-port", type=int, default=587)
    parser.add_argument("--smtp-user", default="", help="the password comes from PORTICO_SMTP_PASSWORD")
    parser.add_argument("--mail-from", default="", help="sender of mail (no-reply at the site's address)")
    parser.add_argument("--env-file", type=Path, default=Path("portico.env"), help="where to write (%(default)s)")
    parser.add_argument("--yes", action="store_true", help="ask nothing; the password is in PORTICO_OWNER_PASSWORD")


def run(options: argparse.Namespace) -> int:
    if options.env_file.exists():
        print(f"{options.env_file} exists already. Remove it to begin again.", file=sys.stderr)
        return 1
    if missing := _ask(options):
        print(f"Missing: {', '.join(missing)}.", file=sys.stderr)
        return 2
    password = _password(ask=not options.yes)
    variables = _variables(options)
    os.environ.update(variables)
    start_django()
    if problems := _open(options, password):
        print("\n".join(problems), file=sys.stderr)
        return 1
    write_env_file(options.env_file, variables)
    print(f"{options.env_file} holds the site's variables and its secret key: keep a copy in another place.")
    _test_mail(options)
    print(f"Next: `portico serve` and `portico worker`, then sign in at {options.url} as {options.owner_email}.")
    return 0


def _ask(options: argparse.Namespace) -> list[str]:
    """Fill in what no flag gave; the names of what is still missing."""
    missing = []
    for name, question in QUESTIONS.items():
        value = getattr(options, name)
        default = DEFAULTS.get(name)
        if value is None and not options.yes:
            value = input(f"{question}{f' [{default}]' if default else ''}: ").strip()
        value = value or default
        if value is None:
            missing.append(f"--{name.replace('_', '-')}")
        setattr(options, name, value)
    return missing


def _password(*, ask: bool) -> str:
    given = env.text("PORTICO_OWNER_PASSWORD")
    while ask and not given:
        given = getpass.getpass("Password for the owner (10 characters or more): ")
        if given != getpass.getpass("The same again: "):
            print("The two differ.")
            given = ""
    return given


def _variables(options: argparse.Namespace) -> dict[str, str]:
    variables = {
        "PORTICO_SECRET_KEY": secrets.token_urlsafe(50),
        "PORTICO_URL": options.url,
        "DATABASE_URL": options.database,
        "PORTICO_DATA": str(Path(env.text("PORTICO_DATA", "var")).resolve()),
    }
    if options.database.startswith("sqlite:///") and not options.database.startswith("sqlite:////"):
        variables["DATABASE_URL"] = f"sqlite:///{Path(options.database.removeprefix('sqlite:///')).resolve()}"
    if options.smtp_host:
        variables |= {"PORTICO_SMTP_HOST": options.smtp_host, "PORTICO_SMTP_PORT": str(options.smtp_port)}
        variables["PORTICO_SMTP_TLS" if options.smtp_port == 465 else "PORTICO_SMTP_STARTTLS"] = "yes"
        if options.smtp_user:
            variables |= {
                "PORTICO_SMTP_USER": options.smtp_user,
                "PORTICO_SMTP_PASSWORD": env.text("PORTICO_SMTP_PASSWORD")
                or ("" if options.yes else getpass.getpass("Password at the mail server: ")),
            }
    if options.mail_from:
        variables["PORTICO_MAIL_FROM"] = options.mail_from
    return variables


def _open(options: argparse.Namespace, password: str) -> list[str]:
    """Prepare the database and open the site; what is wrong with the given values, or nothing."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from portico.config.cli.migrate import prepare
    from portico.core.history import Actor
    from portico.domain.contacts.errors import InvalidDetails
    from portico.workflows import open_site

    try:
        validate_password(password)
        prepare()
        open_site.run(
            site_name=options.site_name,
            owner_email=options.owner_email,
            owner_name=options.owner_name,
            owner_password=password,
            by=Actor("operator", label="portico init"),
        )
    except ValidationError as refusal:
        return [str(message) for message in refusal.messages]
    except InvalidDetails as refusal:
        return [f"{field}: {message}" for field, message in refusal.errors.items()]
    return []


def _test_mail(options: argparse.Namespace) -> None:
    """One mail to the owner, here and now, so that a wrong password at the mail server is seen today."""
    if not options.smtp_host:
        print("No mail server yet: set PORTICO_SMTP_HOST before customers come (docs/operate/variables.md).")
        return
    from portico.core.mail.probe import send_probe

    answer = send_probe(options.owner_email)
    print(
        "A test message is on its way to you."
        if not answer
        else f"The mail server did not take a test message: {answer}"
    )
