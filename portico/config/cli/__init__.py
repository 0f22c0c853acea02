"""The `portico` command: one small module a subcommand.

A subcommand's module has `NAME`, `HELP`, `add_arguments(parser)` and `run(options)`, which returns the exit
code. Django is loaded by the subcommands that need it, after the environment is complete; `portico demo`
makes its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from portico.config.cli import check, demo, imports, init, jobs, migrate, reindex, serve, worker
from portico.config.cli.environment import read_env_file
from portico.config.env import BadVariable

DEFAULT_ENV_FILE = Path("portico.env")


class Command(Protocol):
    """What a subcommand's module offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None: ...
    def run(self, options: argparse.Namespace, /) -> int: ...


COMMANDS: tuple[Command, ...] = (init, migrate, serve, worker, check, jobs, imports, reindex, demo)


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script. Exits with the subcommand's code; 2 when the environment cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        _take_environment(options)
        code: int = options.run(options)
    except BadVariable as error:
        print(f"portico: {error}", file=sys.stderr)
        code = 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        code = 130
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portico", description="The customer account centre of one site.")
    parser.add_argument(
        "--env", type=Path, metavar="FILE", help="file with the site's variables (portico.env, if it is here)"
    )
    commands = parser.add_subparsers(metavar="command", required=True)
    for command in COMMANDS:
        below = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP)
        command.add_arguments(below)
        below.set_defaults(run=command.run, command=command.NAME)
    return parser


def _take_environment(options: argparse.Namespace) -> None:
    """Read the env file, except where a command writes it or needs none."""
    if options.command in (init.NAME, demo.NAME):
        return
    if options.env:
        read_env_file(options.env)
    elif DEFAULT_ENV_FILE.exists():
        read_env_file(DEFAULT_ENV_FILE)
