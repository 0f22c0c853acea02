"""`portico import`: contacts or transactions from a CSV file."""

from __future__ import annotations

import argparse
from pathlib import Path

from portico.config.cli.environment import start_django

NAME = "import"
HELP = "Import contacts or transactions from a CSV file."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("contacts", "transactions"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="judge each row, save nothing")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=HEADER",
        help="which header of the file is which column",
    )
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write the rows that cannot be used to this file")
    parser.add_argument(
        "--create-offers", action="store_true", help="transactions: make an offer for each unknown title"
    )


def run(options: argparse.Namespace) -> int:
    start_django()
    from portico.interfaces.transfers import command

    return command.run(
        options.kind,
        options.file,
        dry_run=options.dry_run,
        chosen=options.map,
        errors=options.errors,
        create_offers=options.create_offers,
    )
