"""A change of email as a story: each step with its mails in one transaction, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.core.queue.models import Job
from portico.domain.contacts.details import Details
from portico.domain.contacts.errors import EmailTaken, StaleDetails
from portico.domain.contacts.models import Contact, EmailChange
from portico.domain.site.models import Site
from portico.workflows import change_email, correct_details
from tests.racing import in_threads

TEAM = Actor("team", label="Dee Owner")


def customer(who: Contact) -> Actor:
    return Actor("customer", who.id)


def stored(who: Contact) -> Contact:
    return Contact.objects.get(id=who.id)


def ask(who: Contact, site: Site, email: str = "ana@new.example") -> EmailChange:
    return change_email.ask(who, new_email=email, site=site, by=customer(who))


def mails() -> list[tuple[str, str]]:
    return sorted(Outgoing.objects.values_list("kind", "to"))


def everything() -> tuple[object, ...]:
    return (
        list(Contact.objects.order_by("id").values()),
        list(EmailChange.objects.order_by("id").values()),
        Entry.objects.count(),
        Outgoing.objects.count(),
        Job.objects.count(),
    )


def test_asking_writes_to_both_addresses(ana: Contact, site: Site) -> None:
    ask(ana, site)
    assert mails() == [("email_change.asked", "ana@example.org"), ("email_change.confirm", "ana@new.example")]
    assert stored(ana).email == "ana@example.org"


def test_a_taken_address_answers_alike_and_its_holder_is_told(ana: Contact, ben: Contact, site: Site) -> None:
    change = ask(ana, site, "BEN@example.org")
    assert change.state == "pending"
    assert mails() == [("email_change.asked", "ana@example.org"), ("email_change.taken", "ben@example.org")]
    assert change_email.confirm(change, site=site, by=customer(ana)) is None
    told = Outgoing.objects.get(kind="email_change.taken")
    assert "ana" not in (told.text + told.html).lower().replace("ana@", "ana").replace("manage", "")


def test_five_in_an_hour_are_enough(ana: Contact, ben: Contact, site: Site) -> None:
    with time_machine.travel(clock.now(), tick=False) as moved:
        for number in range(5):
            ask(ana, site, f"n{number}@new.example")
        before = everything()
        with pytest.raises(change_email.TooManyChanges):
            ask(ana, site)
        assert everything() == before
        ask(ben, site)  # another's count is another
        moved.shift(timedelta(minutes=59, seconds=59))
        with pytest.raises(change_email.TooManyChanges):
            ask(ana, site)
        moved.shift(1)
        ask(ana, site)


def test_confirming_tells_the_old_address_how_to_undo_it(ana: Contact, site: Site) -> None:
    change = ask(ana, site)
    assert change_email.confirm(change, site=site, by=customer(ana)) == ana
    mail = Outgoing.objects.get(kind="email_change.changed")
    assert mail.to == "ana@example.org"
    assert mail.sensitive
    token = re.search(r"/([\w-]{43})/", mail.text)
    assert token
    assert token[1] in mail.html
    assert change_email.confirm(change, site=site, by=customer(ana)) is None
    assert Outgoing.objects.filter(kind="email_change.changed").count() == 1


def test_undoing_mails_a_way_back_in_to_the_old_address(ana: Contact, site: Site) -> None:
    change = ask(ana, site)
    change_email.confirm(change, site=site, by=customer(ana))
    assert change_email.undo(change, site=site) == ana
    assert Outgoing.objects.get(kind="sign_in.choose_password").to == "ana@example.org"
    assert change_email.undo(change, site=site) is None
    assert Outgoing.objects.filter(kind="sign_in.choose_password").count() == 1


def test_an_old_reset_link_is_dead_after_the_change(ana: Contact, site: Site) -> None:
    token = default_token_generator.make_token(stored(ana))
    change_email.confirm(ask(ana, site), site=site, by=customer(ana))
    assert not default_token_generator.check_token(stored(ana), token)


STEPS: dict[str, Callable[[Contact, Site, EmailChange], object]] = {
    "ask": lambda ana, site, _: ask(ana, site, "ana@other.example"),
    "confirm": lambda ana, site, change: change_email.confirm(change, site=site, by=customer(ana)),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_step_whose_mail_fails_did_not_happen(
    ana: Contact, site: Site, monkeypatch: pytest.MonkeyPatch, step: Callable[[Contact, Site, EmailChange], object]
) -> None:
    change = ask(ana, site)
    before = everything()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(change_email, "send_letter", fail)
    with pytest.raises(RuntimeError):
        step(ana, site, change)
    assert everything() == before


def test_an_undo_whose_mail_fails_did_not_happen(ana: Contact, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    change = ask(ana, site)
    change_email.confirm(change, site=site, by=customer(ana))
    before = everything()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(change_email.send_password_link, "run", fail)
    with pytest.raises(RuntimeError):
        change_email.undo(change, site=site)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_send_one_mail(ana: Contact, site: Site) -> None:
    change = ask(ana, site)
    came = in_threads(20, lambda number: change_email.confirm(change, site=site, by=customer(ana)))
    assert sum(each is not None for each in came) == 1
    assert Outgoing.objects.filter(kind="email_change.changed").count() == 1


# The team corrects details


def correct(who: Contact, site: Site, *, version: int = 1, **values: str) -> Contact:
    typed = Details.from_json(who.details.to_json() | values)
    return correct_details.run(stored(who), typed=typed, expected_version=version, site=site, by=TEAM)


def test_the_teams_correction_without_an_email_sends_nothing(ana: Contact, site: Site) -> None:
    assert correct(ana, site, full_name="Ana Costa").full_name == "Ana Costa"
    assert mails() == []


def test_the_teams_change_of_email_is_in_force_and_the_old_address_may_undo_it(ana: Contact, site: Site) -> None:
    assert correct(ana, site, email="ana@team.example").email == "ana@team.example"
    assert stored(ana).email_confirmed_at is None
    assert mails() == [("email_change.changed", "ana@example.org")]
    assert change_email.undo(EmailChange.objects.get(), site=site) == ana
    assert stored(ana).email == "ana@example.org"


def test_the_teams_double_click_tells_once(ana: Contact, site: Site) -> None:
    first, second = stored(ana), stored(ana)
    typed = Details.from_json(ana.details.to_json() | {"email": "ana@team.example"})
    for loaded in (first, second):
        changed = correct_details.run(loaded, typed=typed, expected_version=1, site=site, by=TEAM)
        assert changed.email == "ana@team.example"
    assert mails() == [("email_change.changed", "ana@example.org")]
    assert EmailChange.objects.count() == 1


def test_a_correction_whose_notice_fails_did_not_happen(
    ana: Contact, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(change_email, "send_letter", fail)
    with pytest.raises(RuntimeError):
        correct(ana, site, email="ana@team.example")
    assert everything() == before


def test_a_stale_or_taken_correction_is_refused_whole(ana: Contact, ben: Contact, site: Site) -> None:
    before = everything()
    with pytest.raises(EmailTaken):
        correct(ana, site, full_name="Ana Costa", email="ben@example.org")
    with pytest.raises(StaleDetails):
        correct(ana, site, version=7, full_name="Ana Costa")
    assert everything() == before


def test_mails_of_a_change_that_is_rolled_back_are_not_there(ana: Contact, site: Site) -> None:
    before = everything()
    with transaction.atomic():
        correct(ana, site, email="ana@team.example")
        transaction.set_rollback(True)
    assert everything() == before
