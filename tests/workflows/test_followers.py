"""What follows a change follows every way of making it: pages, files and programs go through the workflow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import portico
from portico.core.history import Actor
from portico.domain.contacts.details import Details
from portico.domain.contacts.imports import ImportedContact
from portico.domain.contacts.models import Contact
from portico.domain.directory.lists import entry_page
from portico.domain.site.models import Site
from portico.workflows import correct_details, import_contacts
from tests.domain.directory.people import DEE, list_me

ROOT = Path(portico.__file__).parent
# Actions that something else must follow, and the workflow that sees to it.
FOLLOWED = {
    ("portico.domain.contacts.actions", "change_details"): "change_details.py",
    ("portico.domain.contacts.imports", "import_contacts"): "import_contacts.py",
    ("portico.domain.profiles.social", "change_social_profile"): "change_social_profile.py",
}
# These only add contacts, of whom nothing is in the directory yet.
ADDING = {"workflows/import_transactions/run.py"}


def users_of(module: str, name: str) -> set[str]:
    """The files outside the domain that import or call the action itself."""
    found = set()
    for path in [*ROOT.glob("interfaces/**/*.py"), *ROOT.glob("workflows/**/*.py"), *ROOT.glob("config/**/*.py")]:
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if name in source else ():
            imported = (
                isinstance(node, ast.ImportFrom) and node.module == module and name in {a.name for a in node.names}
            )
            room = module.rpartition(".")[2]
            called = (
                isinstance(node, ast.Attribute)
                and node.attr == name
                and isinstance(node.value, ast.Name)
                and node.value.id == room
            )
            if imported or called:
                found.add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize(("module", "name"), FOLLOWED)
def test_nobody_but_the_workflow_calls_what_must_be_followed(module: str, name: str) -> None:
    assert users_of(module, name) - ADDING == {f"workflows/{FOLLOWED[module, name]}"}


def names(query: str) -> list[str]:
    return [entry.contact.full_name for entry in entry_page(query).entries]


@pytest.mark.django_db
def test_the_directory_follows_a_correction_by_the_team(ana: Contact, site: Site) -> None:
    list_me(ana)
    typed = Details(full_name="Zoë Costa", email="zoe@example.org")
    correct_details.run(ana, typed=typed, expected_version=1, site=site, by=DEE)
    assert names("costa") == names("") == ["Zoë Costa"]
    assert names("lima") == []


@pytest.mark.django_db
def test_the_directory_follows_an_imported_name(site: Site) -> None:
    by = Actor("import", label="file.csv")
    first, second = (
        ImportedContact(Details(full_name=name, email="a@example.org")) for name in ("Ana Lima", "Zoë Costa")
    )
    import_contacts.run([first], by=by)
    list_me(Contact.objects.get(email="a@example.org"))
    assert [each.kind for each in import_contacts.run([second], by=by, dry_run=True)] == ["changed"]
    assert names("lima") == ["Ana Lima"]
    import_contacts.run([second], by=by)
    assert names("costa") == names("") == ["Zoë Costa"]
    assert names("lima") == []
