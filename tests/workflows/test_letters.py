"""Every letter says the same in HTML and in plain text, whoever reads it, and lets no name write markup or headers."""

from __future__ import annotations

import ast
import html
import importlib
import pkgutil
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from portico.core.history import Actor
from portico.core.mail.models import Outgoing
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact
from portico.domain.privacy.models import Deletion
from portico.domain.site.models import Site
from portico.workflows import letters
from portico.workflows.letters import email_change, privacy, sign_in
from portico.workflows.letters.letter import Button, Fact, Letter, Paragraph, send_letter

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOKEN = "a" * 43
SAMPLES: dict[str, Callable[[Contact, Any, Site], Letter]] = {
    "email_change.confirm_new": lambda who, change, site: email_change.confirm_new(who, change, TOKEN, site),
    "email_change.asked_notice": email_change.asked_notice,
    "email_change.address_wanted": lambda who, change, site: email_change.address_wanted(who, site),
    "email_change.changed": lambda who, change, site: email_change.changed(who, change, TOKEN, site),
    "sign_in.choose_password": lambda who, change, site: sign_in.choose_password("http://localhost:8000/x/", site),
    "sign_in.password_chosen": lambda who, change, site: sign_in.password_chosen(who, site),
    "sign_in.means_changed": lambda who, change, site: sign_in.means_changed("A passkey was added.", who, site),
    "sign_in.sign_in_code": lambda who, change, site: sign_in.sign_in_code("042117", site),
    "privacy.copy_ready": lambda who, change, site: privacy.copy_ready(site),
    "privacy.deletion_asked": lambda who, change, site: privacy.deletion_asked(who, Deletion(due_at=NOON), site),
    "sign_in.code": lambda who, change, site: sign_in.code("042117", site),
}
# the owner's words, tested with announcements; of a community, tested with the telling of members
ELSEWHERE = {"announcement.announcement_letter", "community.news_letter"}


@pytest.fixture
def change(ana: Contact) -> Any:
    with time_machine.travel(NOON, tick=False):
        asked = email_changes.ask(ana, new_email="Ana@New.example", by=Actor("customer"))
        changed = email_changes.confirm(asked.change, by=Actor("customer"))
    assert changed
    return changed.change


def sent(letter: Letter, who: Contact, site: Site) -> Outgoing:
    send_letter(letter, to=who.email_as_typed, contact=who, site=site)
    return Outgoing.objects.latest("created_at")


def words(markup: str) -> str:
    """What a reader of the HTML sees, on one line."""
    body = re.sub(r"<(style|title)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return one_line(html.unescape(re.sub(r"<[^>]+>", " ", body)))


def one_line(text: str) -> str:
    return " ".join(text.split())


def facts_of(letter: Letter) -> list[str]:
    """Every text of a letter that a reader must get."""
    found = [letter.heading]
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            found.append(block.text)
        elif isinstance(block, Button):
            found += [block.label, block.url]
        elif isinstance(block, list):
            found += [text for fact in block for text in (fact.label, fact.value)]
    return found


@pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES.keys())
def test_html_and_text_say_the_same(make: Callable[..., Letter], ana: Contact, change: Any, site: Site) -> None:
    letter = make(ana, change, site)
    mail = sent(letter, ana, site)
    seen = words(mail.html) + " " + " ".join(re.findall(r'href="([^"]+)"', mail.html))
    for fact in [*facts_of(letter), "Hello Ana Lima,", "Kiln B.V.", "studio@kiln.example", "Havenkade 1"]:
        assert one_line(fact) in one_line(mail.text)
        assert one_line(fact) in seen
    assert mail.subject == letter.subject
    assert mail.kind == letter.kind
    assert mail.html.startswith("<!doctype html>")
    assert "<" not in mail.text.replace("<bdi>", "")


@pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_mail_calls_nobody_and_runs_nothing(
    make: Callable[..., Letter], ana: Contact, change: Any, site: Site
) -> None:
    mail = sent(make(ana, change, site), ana, site)
    assert re.findall(r"<(?:img|script|link|iframe|form)\b", mail.html) == []
    links = re.findall(r'(?:href|src)="([^"]*)"', mail.html)
    assert all(link.startswith(("http://localhost:8000/", "mailto:studio@kiln.example")) for link in links)


HOSTILE = '<b>Ana</b> & "co" {{ 7*7 }} {% raw %}'


@pytest.mark.parametrize("make", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_name_stays_a_name(make: Callable[..., Letter], ana: Contact, change: Any, site: Site) -> None:
    ana.full_name = HOSTILE
    mail = sent(make(ana, change, site), ana, site)
    assert "<b>" not in mail.html
    assert html.escape("<b>Ana</b>") in mail.html
    assert f"Hello {HOSTILE}," in one_line(mail.text)  # plain text has nothing to escape


def test_what_lets_somebody_in_is_blanked_once_sent(ana: Contact, change: Any, site: Site) -> None:
    for name, make in SAMPLES.items():
        letter = make(ana, change, site)
        lets_in = TOKEN in str(letter.blocks) or "042117" in str(letter.blocks) or name.endswith("choose_password")
        if name == "email_change.confirm_new":
            continue  # its link works for nobody but the signed-in contact
        assert letter.sensitive is lets_in, name


def test_moments_are_told_in_the_readers_zone(ana: Contact, change: Any, site: Site) -> None:
    ana.time_zone = "America/Sao_Paulo"
    assert "22 Nov 2026, 09:00 UTC-03" in sent(email_change.asked_notice(ana, change, site), ana, site).text
    ana.time_zone = ""
    assert "22 Nov 2026, 13:00 CET" in sent(email_change.asked_notice(ana, change, site), ana, site).text


def test_somebody_without_a_name_is_greeted(ana: Contact, site: Site) -> None:
    ana.full_name = ""
    assert "\nHello,\n" in sent(sign_in.password_chosen(ana, site), ana, site).text


def test_a_long_address_is_never_broken(ana: Contact, site: Site) -> None:
    url = "http://localhost:8000/" + "a-b" * 60 + "/"
    assert f"\n{url}\n" in sent(sign_in.choose_password(url, site), ana, site).text


def test_the_answer_goes_to_the_site(ana: Contact, site: Site) -> None:
    mail = sent(sign_in.password_chosen(ana, site), ana, site)
    assert (mail.reply_to, mail.contact_id, mail.to) == ("studio@kiln.example", ana.id, "ana@example.org")


def test_every_letter_has_its_sample_here() -> None:
    written = set()
    for module in pkgutil.iter_modules(letters.__path__):
        source = importlib.import_module(f"{letters.__name__}.{module.name}").__file__
        assert source
        tree = ast.parse(Path(source).read_text(encoding="utf-8"))
        written |= {
            f"{module.name}.{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id == "Letter"
        }
    assert written <= SAMPLES.keys() | ELSEWHERE, "add a sample"
    assert len(written) >= 7


def test_a_fact_that_one_form_left_out_would_be_seen(ana: Contact, site: Site) -> None:
    """The control: the comparison reads the blocks, so a block that only one template draws is missed there."""
    letter = Letter(kind="test", subject="s", heading="h", blocks=([Fact("When", "now-or-never")],))
    mail = sent(letter, ana, site)
    assert "now-or-never" in facts_of(letter)
    assert "now-or-never" not in words(mail.html.replace("now-or-never", ""))
