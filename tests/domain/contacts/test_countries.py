"""Countries: all of them, once, in the reader's language."""

import pytest

from portico.domain.contacts.countries import country_name, is_country, list_countries


def test_every_iso_country_and_kosovo_is_listed_once():
    codes = [code for code, _ in list_countries()]
    assert len(codes) == len(set(codes)) == 250
    assert {"NL", "GB", "TW", "XK"} <= set(codes)
    assert not {"EU", "UN", "AC", "ZZ", "XA"} & set(codes)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Netherlands"), ("nl", "Nederland"), ("de", "Niederlande"), ("ja", "オランダ")],
)
def test_names_are_in_the_language_asked_for(language, name):
    assert country_name("NL", language) == name
    assert ("NL", name) in list_countries(language)


def test_accents_do_not_push_a_name_to_the_end():
    names = [name for _, name in list_countries("en")]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zambia")
    assert names.index("Côte d’Ivoire") < names.index("Cuba")


def test_language_tags_of_django_and_unknown_ones_work():
    assert country_name("DE", "pt-br") == "Alemanha"
    assert country_name("DE", "zh-hans") == "德国"
    for unknown in ("", "xx", "not a language", "../../etc", "e" * 5000):
        assert country_name("DE", unknown) == "Germany"


def test_what_is_no_country_has_no_name():
    for code in ("", "ZZ", "nl", "NLD", "UN", "\x00"):
        assert country_name(code) == ""
        assert not is_country(code)
    assert country_name("EU") == "European Union"
    assert not is_country("EU")


def test_option_lists_are_made_once():
    assert list_countries("fr") is list_countries("fr")
