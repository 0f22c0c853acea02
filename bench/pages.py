"""Pages and saves over HTTP: the product and the bare program in turn, and the median of the rounds."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bench import servers, statements
from bench.load import Question, Talk, ask_many
from bench.people import TOKEN, Person, session_model
from bench.places import Size, environment, folder
from bench.sales import FIRST_SAVER, HEAVY, HISTORY, READER, RECEIPT, first_receipt, uid

CONNECTIONS = 4
WARM_UP = 40
PAGES = ("settings page", "purchase history, 50 receipts", "receipt page")


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing asked of both. `theirs` and `bare` are the questions of each connection."""

    name: str
    product: list[Question]
    bare: list[Question]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds a question, as asked and of the server's processor."""

    wall: float
    cpu: float


def measure(size: Size, kind: str, database_url: str) -> dict[str, Any]:
    """Every page's figures by its name."""
    place = folder(size, kind)
    port, bare_port = servers.free_port(), servers.free_port()
    variables = environment(size, kind, database_url, port)
    with ExitStack() as running:
        product = running.enter_context(servers.product(port, variables, place / "product.log"))
        config = _record(size, kind, database_url, port)
        (place / "bare.json").write_text(json.dumps(config), encoding="utf-8")
        variables["BENCH_BARE"] = str(place / "bare.json")
        bare = running.enter_context(servers.bare(bare_port, variables, place / "bare.log"))
        found = {case.name: _compare(case, size, product, bare) for case in _cases(size, port)}
        found["save, many receipts"] = _compare_saves(size, product)
        for name, path in zip(PAGES, config["reads"], strict=True):
            found[name]["statements"] = len(config["reads"][path])
    return found


def _record(size: Size, kind: str, database_url: str, port: int) -> dict[str, Any]:
    """What the bare program needs: the database, the product's statements, its answers in files."""
    from django.db import connection

    settings = connection.settings_dict
    answers, reads = {}, {}
    for number, (path, who) in enumerate(_paths(size).items()):
        person, file = Person(who), folder(size, kind) / f"answer-{number}"
        talk = Talk(port, _get(path, person), 200)
        talk.ask()
        file.write_bytes(talk.answer())
        answers[path], reads[path] = str(file), statements.reads(path, person)
    config = {"kind": kind, "answers": answers, "reads": reads, "sessions": session_model()._meta.db_table}
    if kind == "sqlite":
        return config | {"name": str(settings["NAME"]), "pragmas": settings["OPTIONS"]["init_command"]}
    return config | {"url": database_url}


def _paths(size: Size) -> dict[str, int]:
    """Each page that is read, and the number of who reads it."""
    receipt = uid(RECEIPT, first_receipt(READER, size))
    return {"/settings/": READER, "/purchases/": HISTORY, f"/receipts/{receipt}/": READER}


def _cases(size: Size, port: int) -> list[Compared]:
    reading = []
    for name, (path, who) in zip(PAGES, _paths(size).items(), strict=True):
        question = _get(path, Person(who))
        reading.append(Compared(name, [question] * CONNECTIONS, [question] * CONNECTIONS))
    savers = [Person(FIRST_SAVER + place) for place in range(2 * CONNECTIONS)]
    ours, theirs = savers[:CONNECTIONS], savers[CONNECTIONS:]
    saving = Compared("save", [_save(each) for each in ours], [_save(each) for each in theirs], 302)
    return [reading[0], saving, *reading[1:]]


def _get(path: str, person: Person) -> Question:
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {person.cookies()}\r\n\r\n".encode()
    return lambda: asked


def _save(person: Person) -> Question:
    """The form of contact information, with another name each time and the version that stands."""
    form = person.form()
    head = (
        f"POST /settings/contact/ HTTP/1.1\r\nHost: localhost\r\nCookie: {person.cookies()}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    )

    def next_save() -> bytes:
        form["full_name"] = person.other_name(form["full_name"])
        body = urlencode(form | {"csrfmiddlewaretoken": TOKEN})
        form["version"] = str(int(form["version"]) + 1)
        return f"{head}{len(body)}\r\n\r\n{body}".encode()

    return next_save


def _compare(case: Compared, size: Size, product: servers.Server, bare: servers.Server) -> dict[str, Any]:
    asked = [
        _prepared(product, [Talk(product.port, each, case.status) for each in case.product], size),
        _prepared(bare, [Talk(bare.port, each, case.status) for each in case.bare], size),
    ]
    rounds = [[ask() for ask in asked] for _ in range(size.rounds)]
    ours, theirs = zip(*rounds, strict=True)
    return {
        "product_ms": _median([each.wall for each in ours]) * 1000,
        "bare_ms": _median([each.wall for each in theirs]) * 1000,
        "ratio": _median([one.wall / other.wall for one, other in rounds]),
        "cpu_ratio": _median([one.cpu / other.cpu if other.cpu else 0 for one, other in rounds]),
    }


def _compare_saves(size: Size, product: servers.Server) -> dict[str, Any]:
    """The same save for somebody with ten receipts and for somebody with very many."""
    few, many = Person(FIRST_SAVER + 2 * CONNECTIONS), Person(HEAVY)
    asked = [_prepared(product, [Talk(product.port, _save(each), 302)], size) for each in (few, many)]
    rounds = [[ask() for ask in asked] for _ in range(2 * size.rounds)]
    return {
        "few_ms": _median([few.wall for few, _many in rounds]) * 1000,
        "many_ms": _median([many.wall for _few, many in rounds]) * 1000,
        "ratio": _median([many.wall / few.wall for few, many in rounds]),
    }


def _prepared(server: servers.Server, talks: list[Talk], size: Size) -> Callable[[], Round]:
    """A round of about `size.round_seconds`, once the server is warm."""
    ask_many(talks, WARM_UP)
    count = int(max(WARM_UP, size.round_seconds / ask_many(talks, WARM_UP)))

    def ask() -> Round:
        before = server.cpu_seconds()
        wall = ask_many(talks, count)
        return Round(wall, (server.cpu_seconds() - before) / count)

    return ask


def _median(values: list[float]) -> float:
    return statistics.median(values)
