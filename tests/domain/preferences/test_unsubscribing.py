"""The token in the unsubscribe link: names one contact and one topic, tells nothing, cannot be made by others."""

from __future__ import annotations

from typing import Any

import pytest

from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.topics import add_topic
from portico.domain.preferences.models import Topic
from portico.domain.preferences.unsubscribing import read_unsubscribe_token, unsubscribe_token
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(ana: Contact) -> Topic:
    return add_topic(name="News", by=cast.OPERATOR)


def test_it_names_the_two(ana: Contact, news: Topic) -> None:
    token = unsubscribe_token(ana.id, news.id)
    assert read_unsubscribe_token(token) == (ana, news)
    assert "ana" not in token.lower()
    assert "@" not in token
    assert "news" not in token.lower()
    assert str(ana.id) not in token


def test_every_changed_sign_spoils_it(ana: Contact, ben: Contact, news: Topic) -> None:
    token, other = unsubscribe_token(ana.id, news.id), unsubscribe_token(ben.id, news.id)
    swapped = other.partition(".")[0] + "." + token.partition(".")[2]
    spoilt = [
        swapped,
        token[:-1],
        token + "=",
        token + "x",
        token.partition(".")[0],
        "",
        ".",
        "é.é",
        "\x00",
        "a" * 9000,
    ]
    spoilt += [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(0, len(token), 9)]
    assert [wrong for wrong in spoilt if read_unsubscribe_token(wrong)] == []


def test_it_outlives_a_new_secret_key_only_with_the_old_one_kept(ana: Contact, news: Topic, settings: Any) -> None:
    token = unsubscribe_token(ana.id, news.id)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert read_unsubscribe_token(token) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert read_unsubscribe_token(token) == (ana, news)


def test_who_is_gone_has_no_link(ana: Contact, news: Topic) -> None:
    token = unsubscribe_token(ana.id, news.id)
    Contact.objects.filter(id=ana.id).update(is_active=False)
    assert read_unsubscribe_token(token) is None
