"""Names at networks: each by its own rule, taken out of a pasted address, led to their own site and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from portico.domain.profiles.networks import KEYS, UnusableName, cleaned_name, known_names, link_of, shown_name


@pytest.mark.parametrize(
    ("key", "typed", "name", "link"),
    [
        ("instagram", "mireille.klei", "mireille.klei", "https://www.instagram.com/mireille.klei"),
        ("instagram", " @Mireille.Klei ", "mireille.klei", "https://www.instagram.com/mireille.klei"),
        ("instagram", "_ana_", "_ana_", "https://www.instagram.com/_ana_"),
        ("instagram", "a" * 30, "a" * 30, f"https://www.instagram.com/{'a' * 30}"),
        ("instagram", "https://www.instagram.com/foo.bar/?hl=en", "foo.bar", "https://www.instagram.com/foo.bar"),
        ("instagram", "instagram.com/foo/", "foo", "https://www.instagram.com/foo"),
        ("instagram", "http://instagr.am/foo", "foo", "https://www.instagram.com/foo"),
        ("instagram", "https://www.instagram.com/stories/foo/123/", "foo", "https://www.instagram.com/foo"),
        ("youtube", "@harbourshedclay", "harbourshedclay", "https://www.youtube.com/@harbourshedclay"),
        ("youtube", "https://m.youtube.com/@Foo-Bar/videos", "Foo-Bar", "https://www.youtube.com/@Foo-Bar"),
        ("youtube", "天谷", "天谷", "https://www.youtube.com/@%E5%A4%A9%E8%B0%B7"),
        ("youtube", "https://www.youtube.com/@%E5%A4%A9%E8%B0%B7", "天谷", "https://www.youtube.com/@%E5%A4%A9%E8%B0%B7"),
        ("youtube", "दीपा", "दीपा", "https://www.youtube.com/@%E0%A4%A6%E0%A5%80%E0%A4%AA%E0%A4%BE"),
        ("facebook", "Jane.Doe33", "Jane.Doe33", "https://www.facebook.com/Jane.Doe33"),
        ("facebook", "https://nl-nl.facebook.com/jane.doe33?ref=x", "jane.doe33", "https://www.facebook.com/jane.doe33"),
        ("facebook", "https://www.facebook.com/profile.php?id=100012345", "100012345", "https://www.facebook.com/100012345"),
        ("facebook", "facebook.com/people/Ana-Lima/100012345/", "100012345", "https://www.facebook.com/100012345"),
        ("website", "atelier-oost.example", "https://atelier-oost.example", "https://atelier-oost.example"),
        ("website", "HTTP://Ana.Example:8080/A?b=c#d", "http://ana.example:8080/A?b=c#d", "http://ana.example:8080/A?b=c#d"),
        ("website", "ana.example:8080", "https://ana.example:8080", "https://ana.example:8080"),
        ("website", "https://müller.example/über", "https://xn--mller-kva.example/%C3%BCber", "https://xn--mller-kva.example/%C3%BCber"),
    ],
)  # fmt: skip
def test_a_name_or_a_pasted_address_becomes_a_name_and_a_link(key: str, typed: str, name: str, link: str) -> None:
    assert cleaned_name(key, typed) == name
    assert link_of(key, name) == link
    assert cleaned_name(key, name) == name, "what is stored can be saved again"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_is_nothing(key: str, typed: str) -> None:
    assert cleaned_name(key, typed) == ""


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("instagram", "mireille klei", "Did you mean mireille.klei?"),
        ("instagram", "https://instagram.com/mireille klei", "no spaces"),
        ("instagram", "mireille  klei", "no spaces"),
        ("instagram", "a..b", "Instagram name"),
        ("instagram", ".ana", "Instagram name"),
        ("instagram", "ana.", "Instagram name"),
        ("instagram", "an-a", "Instagram name"),
        ("instagram", "a" * 31, "Instagram name"),
        ("instagram", "https://instagram.com/p/C1234/", "no name in this address"),
        ("instagram", "instagram.com", "no name in this address"),
        ("instagram", "https://facebook.com/ana", "another site"),
        ("instagram", "https://evilinstagram.com/ana", "another site"),
        ("instagram", "https://instagram.com.evil.example/ana", "another site"),
        ("instagram", "https://instagram.com@evil.example/ana", "another site"),
        ("instagram", "//evil.example/instagram.com", "another site"),
        ("youtube", "ab", "YouTube handle"),
        ("youtube", "-abc", "YouTube handle"),
        ("youtube", "abc_", "YouTube handle"),
        ("youtube", "a" * 31, "YouTube handle"),
        ("youtube", "https://www.youtube.com/channel/UC1234", "no name in this address"),
        ("youtube", "https://www.youtube.com/watch?v=1", "no name in this address"),
        ("facebook", "jane", "Facebook name"),
        ("facebook", "j.a.n.e", "Facebook name"),
        ("facebook", "jane_doe", "Facebook name"),
        ("facebook", "janes.com", ".com"),
        ("facebook", "https://facebook.com/groups/potters", "no name in this address"),
        ("facebook", "a" * 51, "too long"),
        ("website", "localhost", "not the address"),
        ("website", "https://127.0.0.1/", "not the address"),
        ("website", "https://ana@shop.example", "not the address"),
        ("website", "https://ana.example/ a", "not the address"),
        ("website", "https:evil.example", "not the address"),
        ("website", "//evil.example", "not the address"),
        ("website", "https://ana.example\\@evil.example", "not the address"),
        ("website", "https://ana.example:99999", "not the address"),
        ("website", "https://a\u200bna.example", "not the address"),
        ("website", "ftp://ana.example", "not the address"),
        ("website", "https://" + "a" * 300 + ".example", "too long"),
        ("website", "https://ana.example/" + "ü" * 100, "too long"),
    ],
)
def test_what_is_no_name_there_is_refused_with_the_cure(key: str, typed: str, words: str) -> None:
    with pytest.raises(UnusableName, match=words.replace("?", r"\?").replace(".", r"\.")):
        cleaned_name(key, typed)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "javascript://ana.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "blob:https://ana.example/1",
        "ana 😀", "😀", "ana😀", "\u202eana", "ana\u202e", "\u200b", "\u200b\u200d\ufeff", "ana\u200bana", "ana\x00ana",
        '"><script>alert(1)</script>', "ana'onclick=x", "ana/../../x y", "../../etc", "%2e%2e%2f", "x" * 100_000,
    ],
)  # fmt: skip
def test_hostile_text_is_no_name_anywhere(key: str, typed: str) -> None:
    with pytest.raises(UnusableName):
        cleaned_name(key, typed)


HOSTS = {"instagram": "www.instagram.com", "youtube": "www.youtube.com", "facebook": "www.facebook.com"}


@pytest.mark.parametrize("key", HOSTS)
@pytest.mark.parametrize("name", ["a/../b", "a?b", "a#b", "a@evil.example", "a\\b", "@evil.example", ":80"])
def test_a_link_never_leaves_the_network(key: str, name: str) -> None:
    parts = urlsplit(link_of(key, name))
    assert (parts.scheme, parts.netloc) == ("https", HOSTS[key])
    assert not parts.query
    assert not parts.fragment


def test_a_website_is_shown_by_its_host() -> None:
    assert shown_name("website", "https://www.ana.example/a?b") == "ana.example"
    assert shown_name("instagram", "ana") == "ana"


def test_names_of_networks_that_are_gone_are_left_out() -> None:
    assert known_names({"orkut": "ana", "website": "https://ana.example", "instagram": "ana", "youtube": ""}) == {
        "instagram": "ana",
        "website": "https://ana.example",
    }
