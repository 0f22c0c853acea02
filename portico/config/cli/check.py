"""`portico check`: what an operator should know or mend."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from portico.config.cli.environment import start_django
from portico.config.cli.findings import Finding

NAME = "check"
HELP = "Look for what is wrong or unsafe. Ends with 1 when there is an error."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deploy", action="store_true", help="also what a public site needs")


def run(options: argparse.Namespace) -> int:
    start_django()
    findings = list(_look(deploy=options.deploy))
    for finding in findings:
        print(f"{finding.level}: {finding.sentence}")
    errors = sum(finding.level == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings." if findings else "All is well.")
    return 1 if errors else 0


def _look(*, deploy: bool) -> Iterator[Finding]:
    from portico.config.cli.findings import data, settings

    yield from settings.of_any_site()
    if deploy:
        yield from settings.of_a_public_site()
    of_the_database = list(data.of_the_database())
    yield from of_the_database
    if not of_the_database:
        yield from data.of_the_files()
        yield from data.of_the_site()
        yield from data.of_the_work()
