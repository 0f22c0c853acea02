"""`portico demo`: the whole site with a made-up business, needing no account and no network."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from portico.config.cli import demo_data
from portico.config.cli.children import Children
from portico.config.cli.ports import refusal

NAME = "demo"
HELP = "Run the demo business on this machine."

OWNER = "dagny@saltmarsh.example"
CUSTOMERS = ("mireille@osterkamp.example", "priyanka@sethuram.example", "ben@kittelsen.example")
PASSWORD = "portico-demo"  # noqa: S105 (printed for everyone: the demo's)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="folder of the demo (%(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
    parser.add_argument("--reset", action="store_true", help="begin again with fresh data")


def run(options: argparse.Namespace) -> int:
    if problem := refusal(options.host, options.port):
        print(problem, file=sys.stderr)
        return 1
    folder = options.data.resolve()
    if options.reset:
        demo_data.remove(folder)
    demo_data.set_environment(folder, options.port)
    demo_data.prepare(folder)
    return _run_site(options.host, options.port)


def _run_site(host: str, port: int) -> int:
    with Children() as children:
        children.start("The web server", "serve", "--host", host, "--port", str(port))
        children.start("The worker", "worker")
        if children.wait_until_answers(port):
            _greet(port)
            children.wait()
    if children.died:
        print(f"{children.died} ended unexpectedly, so the demo ends too.", file=sys.stderr)
        return 1
    print("The demo has ended. Its data are kept; `make demo` goes on with them.")
    return 0


def _greet(port: int) -> None:
    people = "\n".join(f"  customer  {email}" for email in CUSTOMERS)
    print(
        f"\nPortico runs at  http://localhost:{port}/\n\n"
        f"  owner     {OWNER}\n{people}\n  password  {PASSWORD}\n\n"
        f"Mail is not sent but listed at  http://localhost:{port}/demo/mailbox/\nEnd with Ctrl-C.\n",
        flush=True,
    )
