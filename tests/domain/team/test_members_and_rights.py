"""Who works here, and what each role may do."""

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts.models import Contact
from portico.domain.team import actions
from portico.domain.team.actions import add_member
from portico.domain.team.models import Membership, Role
from portico.domain.team.rights import RIGHTS, Right, may
from tests import cast
from tests.racing import in_threads

DEE = Actor("team", label="Dee Owner")


def given(contact: Contact) -> list[dict[str, str]]:
    entries = Entry.objects.filter(verb="team.role_given", contact_id=contact.id).order_by("at", "id")
    return [entry.facts for entry in entries]


def test_a_role_is_given_with_its_entry(cy: Contact) -> None:
    add_member(cy.id, role=Role.SUPPORT, by=DEE)
    assert Membership.objects.get(contact=cy).role == Role.SUPPORT
    assert given(cy) == [{"role": "support", "before": ""}]


def test_giving_the_same_role_again_changes_nothing(cy: Contact) -> None:
    since = add_member(cy.id, role=Role.SUPPORT, by=DEE).since
    assert add_member(cy.id, role=Role.SUPPORT, by=DEE).since == since
    assert len(given(cy)) == 1


def test_another_role_replaces_it_and_says_what_was_before(cy: Contact) -> None:
    for role in (Role.SUPPORT, Role.MANAGER):
        add_member(cy.id, role=role, by=DEE)
    assert Membership.objects.get().role == Role.MANAGER
    assert given(cy)[1] == {"role": "manager", "before": "support"}


def test_a_role_without_its_entry_is_not_given(cy: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError):
        add_member(cy.id, role=Role.OWNER, by=DEE)
    assert not Membership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_member(site: object) -> None:
    cy = cast.contact("cy", "Cy Stranger")
    came = in_threads(10, lambda number: add_member(cy.id, role=Role.SUPPORT, by=DEE).role)
    assert came == [Role.SUPPORT] * 10
    assert Membership.objects.count() == 1
    assert len(given(cy)) == 1


def test_what_each_role_may_do() -> None:
    for right in Right:
        assert may(Role.OWNER, right)
    assert [right for right in Right if may(Role.READ_ONLY, right)] == [Right.READ]
    assert may(Role.SUPPORT, Right.EDIT_CONTACTS)
    assert not may(Role.SUPPORT, Right.CHANGE_EMAIL)
    assert may(Role.MANAGER, Right.CHANGE_EMAIL)
    assert not may(Role.MANAGER, Right.EDIT_SITE)


@pytest.mark.parametrize("role", ["", "admin", "OWNER", "owner "])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, right) for right in Right)


def test_every_role_has_its_rights_written_down() -> None:
    assert set(RIGHTS) == set(Role)
