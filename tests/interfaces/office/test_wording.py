"""History has words for everything that is written into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

import portico
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.interfaces.office.contacts.wording import SENTENCES, history_line

ROOT = Path(portico.__file__).parent
WRITERS = {"record", "new_entry", "_entry"}
# these pass on the verb that their caller gave
FORWARDING = {"core/history/actions.py", "domain/contacts/imports.py"}


def written() -> Iterator[tuple[str, str | None]]:
    """File and verb of every call that writes history; None for a verb that is not plain text."""
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in WRITERS:
                yield str(path.relative_to(ROOT)), verb_in(node.args[0])


def verb_in(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) else None


def test_every_verb_has_a_sentence_and_every_sentence_a_verb() -> None:
    found = list(written())
    assert not {file for file, verb in found if verb is None} - FORWARDING
    assert {verb for _, verb in found if verb} == set(SENTENCES)


def test_every_sentence_can_be_said_without_its_facts(db: None) -> None:
    contact = Contact(full_name="Ana Lima", email="ana@example.org")
    with translation.override("en"):
        for verb in SENTENCES:
            line = history_line(Entry(verb=verb, actor_kind="clock"), contact)
            assert line.sentence
            assert "%" not in line.sentence
            assert line.by == "the clock"


def test_an_unknown_verb_is_shown_as_it_is(db: None) -> None:
    line = history_line(Entry(verb="thing.happened", actor_kind="team", actor_label="Dee"), Contact())
    assert (line.sentence, line.by) == ("thing.happened", "Dee, the team")
