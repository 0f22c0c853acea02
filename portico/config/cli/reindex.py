"""`portico reindex`: write the contact search anew."""

from __future__ import annotations

import argparse

from portico.config.cli.environment import start_django

NAME = "reindex"
HELP = "Write the index of the contact search anew."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> int:
    start_django()
    from portico.domain.contacts.search import reindex

    print(f"{reindex()} contacts are in the index.")
    return 0
