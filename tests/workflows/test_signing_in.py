"""Who may sign in, the link to choose a password, and how a business starts."""

from __future__ import annotations

from typing import Any

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.core.mail.models import Outgoing
from portico.core.queue.models import Job
from portico.domain.contacts.errors import InvalidDetails
from portico.domain.contacts.models import Contact
from portico.domain.site.models import Site
from portico.domain.team.models import Membership, Role
from portico.workflows import open_site, send_password_link
from portico.workflows.sign_in_rights import can_sign_in
from tests import selling

OPERATOR = Actor("operator")


def test_customers_and_the_team_may_sign_in(ana: Contact, cy: Contact, dee: Contact) -> None:
    assert can_sign_in(ana)  # was granted something
    assert can_sign_in(dee)  # works here
    assert not can_sign_in(cy)  # is only known
    selling.buy(cy)
    assert can_sign_in(cy)


def test_it_costs_one_statement(ana: Contact, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        can_sign_in(ana)


def test_somebody_who_was_closed_out_may_not(ana: Contact) -> None:
    Contact.objects.filter(id=ana.id).update(is_active=False)
    assert not can_sign_in(Contact.objects.get(id=ana.id))


@pytest.mark.parametrize("email", ["ana@example.org", "cy@example.org", "nobody@example.org"])
def test_asking_for_a_password_link_looks_the_same_for_everybody(
    ana: Contact, cy: Contact, email: str, django_assert_num_queries: Any
) -> None:
    Job.objects.all().delete()
    send_password_link.ask(email)
    assert Job.objects.count() == 1
    assert not Outgoing.objects.exists()


def test_only_those_who_may_sign_in_get_a_link(ana: Contact, cy: Contact) -> None:
    for email in ("ana@example.org", "cy@example.org", "nobody@example.org"):
        send_password_link.ask(email)
    Outgoing.objects.all().delete()
    for email in ("ana@example.org", "cy@example.org", "nobody@example.org"):
        send_password_link.answer(email)
    mail = Outgoing.objects.get()
    assert (mail.to, mail.kind, mail.sensitive) == ("ana@example.org", "sign_in.choose_password", True)
    assert "http://localhost:8000/" in mail.text


def test_the_link_starts_with_the_sites_own_address_whatever_was_asked(ana: Contact, settings: Any) -> None:
    settings.ORIGIN = "https://members.example.com"
    send_password_link.answer("ana@example.org")
    mail = Outgoing.objects.get()
    assert "https://members.example.com/" in mail.text
    assert "localhost" not in mail.text + mail.html


def start(**values: str) -> tuple[Site, Contact]:
    given = {
        "site_name": "Kiln",
        "owner_email": "dee@kiln.example",
        "owner_name": "Dee Owner",
        "owner_password": "a-long-enough-password",
    }
    return open_site.run(**(given | values), by=OPERATOR)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_business_starts_with_its_owner() -> None:
    site, owner = start()
    assert (site.name, site.contact_email) == ("Kiln", "dee@kiln.example")
    assert Membership.objects.get(contact=owner).role == Role.OWNER
    assert owner.check_password("a-long-enough-password")
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"site.opened", "contact.added", "team.role_given"} <= verbs


@pytest.mark.django_db
def test_starting_again_changes_nothing() -> None:
    start()
    entries = Entry.objects.count()
    site, owner = start(site_name="Other", owner_email="DEE@kiln.example", owner_password="another-password")
    assert site.name == "Kiln"
    assert owner.check_password("a-long-enough-password")
    assert (Site.objects.count(), Contact.objects.count(), Entry.objects.count()) == (1, 1, entries)


@pytest.mark.django_db
def test_an_owner_who_cannot_be_leaves_no_site() -> None:
    with pytest.raises(InvalidDetails):
        start(owner_name="x" * 500)
    assert not Site.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_owners_address_that_is_none_is_a_refusal_not_a_crash() -> None:
    with pytest.raises(InvalidDetails):
        start(owner_email="dee")
    assert not Site.objects.exists()
