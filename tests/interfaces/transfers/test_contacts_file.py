from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portico.core.history import Actor
from portico.core.history.models import Entry
from portico.domain.contacts.actions import change_details
from portico.domain.contacts.models import Contact, DetailsVersion
from portico.domain.contacts.queries import list_details_versions
from portico.domain.contacts.search import count_out_of_step, matching_ids
from portico.domain.site.models import Site
from tests.interfaces.transfers.files import counts, faults, import_contacts, write

pytestmark = pytest.mark.django_db

HIDDE = {
    "email": "Hidde@Roorda.example",
    "full_name": "Hidde Roorda",
    "company": "Potterij Noord",
    "country": "NL",
    "line1": "Noorderhaven 4",
    "city": "Harlingen",
    "postal_code": "8861ck",
    "tax_number": "NL000099996B41",
    "external_id": "crm-1204",
    "time_zone": "Europe/Amsterdam",
    "created_at": "2024-03-01",
}
FENNA = {**dict.fromkeys(HIDDE, ""), "email": "fenna@waddenpost.example"}


def _valid(kind: str = "NL") -> str:
    from portico.domain.contacts.tax_ids import tax_kinds

    return tax_kinds(kind)[0].example


@pytest.fixture
def two(site: Site, tmp_path: Path) -> Path:
    return write(tmp_path / "two.csv", [HIDDE | {"tax_number": _valid()}, FENNA])


def test_contacts_are_created_whole(two: Path) -> None:
    assert counts(import_contacts(two)) == (2, 0, 0, 0)
    hidde = Contact.objects.get(email="hidde@roorda.example")
    assert hidde.email_as_typed == "Hidde@Roorda.example"
    assert (hidde.postal_code, hidde.tax_country, hidde.tax_kind) == ("8861 CK", "NL", "eu_vat")
    assert (hidde.external_id, hidde.time_zone) == ("crm-1204", "Europe/Amsterdam")
    assert hidde.created_at == datetime(2024, 2, 29, 23, tzinfo=UTC)
    assert not hidde.has_usable_password()
    version = list_details_versions(hidde.id)[0]
    assert (version.number, version.by_kind, version.valid_from) == (1, "import", hidde.created_at)
    assert version.details == hidde.details.to_json()
    assert Entry.objects.filter(verb="contact.added", contact_id=hidde.id, actor_kind="import").count() == 1
    assert count_out_of_step() == 0
    assert matching_ids("roorda") is not None


def test_the_same_file_twice_changes_nothing(two: Path) -> None:
    import_contacts(two)
    before = _everything()
    assert counts(import_contacts(two)) == (0, 0, 2, 0)
    assert _everything() == before


def test_a_dry_run_counts_alike_and_writes_nothing(two: Path, tmp_path: Path) -> None:
    write(two, [HIDDE | {"tax_number": "NL000099998B00"}, FENNA, FENNA | {"email": "no address"}])
    before = _everything()
    dry = import_contacts(two, dry_run=True)
    assert _everything() == before
    real = import_contacts(two)
    assert counts(dry) == counts(real) == (1, 0, 0, 2)
    assert faults(dry) == faults(real)


def test_a_changed_row_changes_the_contact(two: Path) -> None:
    import_contacts(two)
    write(two, [HIDDE | {"company": "Potterij Zuid", "tax_number": ""}, FENNA | {"full_name": "Fenna Postma"}])
    assert counts(import_contacts(two)) == (0, 2, 0, 0)
    hidde = Contact.objects.get(email="hidde@roorda.example")
    assert (hidde.company, hidde.version, hidde.details_number) == ("Potterij Zuid", 2, 2)
    assert hidde.tax_number, "an empty cell erases nothing"
    newest = list_details_versions(hidde.id)[-1]
    assert (newest.number, newest.changed) == (2, ["company"])
    entry = Entry.objects.get(verb="contact.details_changed", contact_id=hidde.id)
    assert entry.facts["fields"] == ["company"]
    assert entry.values_changed.before == {"company": "Potterij Noord"}
    assert entry.values_changed.after == {"company": "Potterij Zuid"}
    assert _finds("zuid") == {hidde.id}
    assert _finds("noord") == set()


def test_an_address_is_replaced_whole(two: Path) -> None:
    import_contacts(two)
    write(two, [FENNA | {"email": HIDDE["email"], "country": "BE", "line1": "Korenmarkt 1", "city": "Gent",
                         "postal_code": "9000"}])  # fmt: skip
    assert counts(import_contacts(two)) == (0, 1, 0, 0)
    address = Contact.objects.get(email="hidde@roorda.example").details.address
    assert (address.country, address.line1, address.postal_code) == ("BE", "Korenmarkt 1", "9000")


@pytest.mark.parametrize(("kind", "who"), [("customer", "the customer"), ("team", "your team")])
def test_what_a_person_changed_is_not_overwritten(two: Path, kind: Any, who: str) -> None:
    import_contacts(two)
    hidde = Contact.objects.get(email="hidde@roorda.example")
    typed = replace(hidde.details, full_name="Hidde de Roorda")
    change_details(hidde, typed=typed, expected_version=1, by=Actor(kind))
    before = _everything()
    assert counts(import_contacts(two)) == (0, 0, 2, 0), "the file says what it said: nothing to tell"
    write(two, [HIDDE | {"tax_number": "", "full_name": "H. Roorda"}])
    report = import_contacts(two)
    assert counts(report) == (0, 0, 0, 1)
    [(_column, reason)] = faults(report)[2]
    assert who in reason
    assert "not overwritten" in reason
    assert "full_name" in reason
    assert _everything() == before


def test_a_row_that_says_what_the_customer_wrote_is_left(two: Path) -> None:
    import_contacts(two)
    hidde = Contact.objects.get(email="hidde@roorda.example")
    change_details(hidde, typed=replace(hidde.details, company="New B.V."), expected_version=1, by=Actor("customer"))
    write(two, [HIDDE | {"company": "New B.V.", "tax_number": ""}])
    assert counts(import_contacts(two)) == (0, 0, 1, 0)


def test_a_contact_who_was_never_imported_is_not_overwritten(ana: Contact, tmp_path: Path) -> None:
    report = import_contacts(write(tmp_path / "a.csv", [{"email": ana.email, "full_name": "Anna Lima"}]))
    assert counts(report) == (0, 0, 0, 1)
    ana.refresh_from_db()
    assert ana.full_name == "Ana Lima"


def test_id_and_zone_are_filled_in_but_never_replaced(ana: Contact, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [{"email": ana.email, "external_id": "x1", "time_zone": "Europe/Paris"}])
    assert counts(import_contacts(path)) == (0, 1, 0, 0)
    ana.refresh_from_db()
    assert (ana.external_id, ana.time_zone) == ("x1", "Europe/Paris")
    path = write(tmp_path / "a.csv", [{"email": ana.email, "external_id": "x2", "time_zone": "Europe/Rome"}])
    report = import_contacts(path)
    assert faults(report)[2][0][0] == "external_id"
    path = write(tmp_path / "a.csv", [{"email": ana.email, "time_zone": "Europe/Rome"}])
    assert counts(import_contacts(path)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"email": "geert@"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "a b@c.example"}, "email"),
        ({"tax_number": "NL000099998B00"}, "tax_number"),
        ({"postal_code": "SW1A 1AA"}, "postal_code"),
        ({"postal_code": "10115", "country": "GB"}, "postal_code"),
        ({"country": "Narnia"}, "country"),
        ({"country": ""}, "country"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"created_at": "1/2/2024"}, "created_at"),
        ({"full_name": "x" * 201}, "full_name"),
        ({"full_name": "a\u202eb"}, "full_name"),
        ({"external_id": "x" * 256}, "external_id"),
        ({"external_id": "crm\u202e1204"}, "external_id"),
    ],
)
def test_a_bad_row_is_told_and_the_others_come_in(
    site: Site, tmp_path: Path, wrong: dict[str, str], column: str
) -> None:
    good = HIDDE | {"tax_number": ""}
    rows = [FENNA, {**good, **wrong}, FENNA | {"email": "last@example.org"}]
    report = import_contacts(write(tmp_path / "x.csv", rows))
    assert counts(report) == (2, 0, 0, 1)
    assert [name for name, _reason in faults(report)[3]] == [column]
    assert all(reason for _name, reason in faults(report)[3])


def test_what_stands_twice_in_a_file_is_told(site: Site, tmp_path: Path) -> None:
    rows = [HIDDE | {"tax_number": ""}, FENNA | {"email": "HIDDE@roorda.example"}, FENNA | {"external_id": "crm-1204"}]
    path = write(tmp_path / "x.csv", rows)
    for _ in range(2):
        report = import_contacts(path)
        assert {line: found[0][0] for line, found in faults(report).items()} == {3: "email", 4: "external_id"}
        assert "line 2" in faults(report)[3][0][1]


def test_an_id_that_somebody_has_names_them(ana: Contact, tmp_path: Path) -> None:
    Contact.objects.filter(id=ana.id).update(external_id="crm-1")
    report = import_contacts(write(tmp_path / "x.csv", [FENNA | {"external_id": "crm-1"}]))
    assert ana.email in faults(report)[2][0][1]


def test_the_error_file_can_be_mended_and_imported(site: Site, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    rows = [FENNA, FENNA | {"email": "=cmd|' /C calc'!A0", "full_name": "+Bad"}, FENNA | {"email": "x@"}]
    import_contacts(write(tmp_path / "x.csv", rows), errors=errors)
    with errors.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert [row["refused_line"] for row in told] == ["3", "4"]
    assert told[0]["email"].startswith("'=")
    assert told[0]["full_name"] == "'+Bad"
    assert all(row["refused_reason"] for row in told)
    mended = errors.read_text(encoding="utf-8-sig").replace("x@", "x@mended.example")
    errors.write_text(mended, encoding="utf-8")
    again = import_contacts(errors, errors=tmp_path / "again.csv")
    assert counts(again) == (1, 0, 0, 1)
    assert (tmp_path / "again.csv").read_text(encoding="utf-8-sig").count("refused_line") == 1


def test_a_clean_import_leaves_no_error_file(two: Path, tmp_path: Path) -> None:
    import_contacts(two, errors=tmp_path / "errors.csv")
    assert not (tmp_path / "errors.csv").exists()


def test_a_file_that_breaks_off_keeps_what_came_before(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text('email,full_name\na@example.org,A\nb@example.org,"B\n')
    report = import_contacts(path)
    assert counts(report) == (1, 0, 0, 1)
    assert "Line 3" in report.stopped


@pytest.mark.parametrize("name", ["'t Hoen", "O’Rourke", "Ó Murchú", "佐藤 花子", "عبد الله", "=Formula", "-5"])
def test_names_of_all_kinds_stay_as_they_are(site: Site, tmp_path: Path, name: str) -> None:
    import_contacts(write(tmp_path / "x.csv", [{"email": "n@example.org", "full_name": name}]))
    assert Contact.objects.get(email="n@example.org").full_name == name


def test_first_and_last_names_are_joined(site: Site, tmp_path: Path) -> None:
    import_contacts(write(tmp_path / "x.csv", [{"Email": "n@example.org", "First Name": "Ana ", "Last Name": "Lima"}]))
    assert Contact.objects.get(email="n@example.org").full_name == "Ana Lima"


def test_a_batch_is_a_constant_number_of_statements(
    site: Site, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    rows = [{"email": f"p{n}@example.org", "full_name": f"Person {n}"} for n in range(300)]
    path = write(tmp_path / "x.csv", rows)
    # a few of these go up with the size of a batch: SQLite takes a bounded number of values a statement
    with django_assert_max_num_queries(40):
        import_contacts(path)
    changed = write(path, [row | {"full_name": row["full_name"] + " B"} for row in rows])
    with django_assert_max_num_queries(45):
        assert import_contacts(changed).changed == 300


def _finds(word: str) -> set[Any]:
    found = matching_ids(word)
    assert found is not None
    sql, parameters = found
    return {
        contact.id for contact in Contact.objects.raw(f"SELECT * FROM contacts_contact WHERE id IN ({sql})", parameters)
    }


def _everything() -> list[Any]:
    return [
        sorted(Contact.objects.values_list("id", "full_name", "version", "external_id"), key=str),
        sorted(DetailsVersion.objects.values_list("contact_id", "number", "details"), key=str),
        Entry.objects.count(),
    ]
