"""Whether details can be saved: every fault at once, at its field, with the cure; what is right is stored in one form."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.domain.contacts.checking import cleaned_details
from portico.domain.contacts.details import DETAIL_FIELDS, Details, changed_fields, changed_groups
from portico.domain.contacts.errors import InvalidDetails

RIGHT = Details(
    full_name="Ana Lima", company="Barro Lda.", email="Ana@Example.org", tax_country="NL", tax_kind="eu_vat",
    tax_number="NL000099998B57", country="NL", line1="Havenkade 1", city="Harlingen", postal_code="8862 AB",
)  # fmt: skip


def faults(**changed: str) -> dict[str, str]:
    try:
        cleaned_details(replace(RIGHT, **changed))
    except InvalidDetails as error:
        return error.errors
    return {}


def test_right_details_are_taken() -> None:
    cleaned = cleaned_details(RIGHT)
    assert cleaned.email == "Ana@Example.org"  # printed as typed
    assert cleaned.tax_number == "NL000099998B57"
    assert cleaned_details(cleaned) == cleaned


def test_spaces_and_writing_are_made_one_form() -> None:
    cleaned = cleaned_details(
        replace(
            RIGHT, full_name="  Ana \t Lima".replace("\t", ""), postal_code="8862ab", tax_number="nl 0000.99998.b57"
        )
    )
    assert (cleaned.full_name, cleaned.postal_code, cleaned.tax_number) == ("Ana Lima", "8862 AB", "NL000099998B57")


def test_a_name_is_needed_but_not_of_an_imported_contact() -> None:
    assert "full_name" in faults(full_name="  ")
    assert cleaned_details(Details(email="ana@example.org"), name_required=False).full_name == ""


def test_name_and_email_are_enough() -> None:
    bare = Details(full_name="Ana", email="ana@example.org")
    assert cleaned_details(bare) == bare


@pytest.mark.parametrize(
    "email",
    ["", "ana", "ana@", "@example.org", "ana@localhost", "ana lima@example.org", "a@b@example.org", "ana@example.org."],
)
def test_a_bad_email_is_refused_at_its_field(email: str) -> None:
    assert list(faults(email=email)) == ["email"]


@pytest.mark.parametrize("name", DETAIL_FIELDS)
def test_no_field_takes_what_cannot_be_shown(name: str) -> None:
    assert name in faults(**{name: "x\x00y"})
    assert name in faults(**{name: "x\u202ey"})


@pytest.mark.parametrize("name", DETAIL_FIELDS)
def test_no_field_takes_more_than_its_column(name: str) -> None:
    said = faults(**{name: "x" * 5000})
    assert name in said
    assert "too long" in said[name].lower()


def test_every_fault_is_told_at_once() -> None:
    said = faults(full_name="", email="ana", tax_number="NL123", postal_code="?", company="x" * 201)
    assert {"full_name", "email", "tax_number", "postal_code", "company"} <= said.keys()
    assert all(message.endswith((".", "?")) for message in said.values())


@given(st.builds(Details, **{name: st.text(max_size=30) for name in DETAIL_FIELDS}))
def test_any_text_is_taken_in_its_one_form_or_refused_at_fields(typed: Details) -> None:
    try:
        cleaned = cleaned_details(typed)
    except InvalidDetails as error:
        refused = error.errors.keys()
    else:
        assert cleaned_details(cleaned) == cleaned
        return
    assert refused
    assert refused <= set(DETAIL_FIELDS)


def test_details_go_into_a_version_and_come_out_the_same() -> None:
    assert Details.from_json(RIGHT.to_json()) == RIGHT
    assert "line2" not in RIGHT.to_json()  # only what is filled in
    assert Details.from_json({"full_name": "Ana", "shoe_size": "39"}) == Details(full_name="Ana")


def test_what_changed_is_named_by_field_and_by_group() -> None:
    after = replace(RIGHT, full_name="Ana Costa", tax_number="", tax_kind="", city="Porto", line1="Rua 1")
    assert changed_fields(RIGHT, after) == ["full_name", "tax_kind", "tax_number", "line1", "city"]
    assert changed_groups(RIGHT, after) == ["name", "tax_id", "address"]
    assert changed_groups(RIGHT, RIGHT) == []


def test_address_and_tax_id_are_taken_out_alone() -> None:
    assert (RIGHT.address.country, RIGHT.address.line1, RIGHT.address.city) == ("NL", "Havenkade 1", "Harlingen")
    assert (RIGHT.tax_id.country, RIGHT.tax_id.kind, RIGHT.tax_id.number) == ("NL", "eu_vat", "NL000099998B57")
