"""`portico reindex`: write the searches anew."""

from __future__ import annotations

import argparse

from portico.config.cli.environment import start_django

NAME = "reindex"
HELP = "Write the indexes of contacts and of the customer directory anew."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> int:
    start_django()
    from portico.domain.contacts import search as contacts
    from portico.domain.directory import search as directory

    print(f"{contacts.reindex()} contacts and {directory.reindex()} directory entries are in the indexes.")
    return 0
