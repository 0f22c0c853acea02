"""Authors as a community shows them: the social profile in a legacy one, its own profiles in a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.domain.communities.access import Visitor
from portico.domain.communities.member_profiles import member_profiles
from portico.domain.communities.models import MemberProfile
from portico.domain.communities.queries import team_among
from portico.domain.contacts.models import Contact
from portico.domain.profiles.avatars import tokens_of
from portico.domain.profiles.social import SocialCard, social_cards
from portico.interfaces.portal.communities.words import Paragraphs, shown_text
from portico.interfaces.ui.context import Viewer
from portico.interfaces.ui.pages import shown_person
from portico.interfaces.ui.people import initials


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody as others here see them. Never an email: who gave no name is "A member"."""

    person: Viewer
    url: str
    is_team: bool
    is_you: bool
    headline: str = ""
    location: str = ""
    bio: Paragraphs = ()
    links: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """What they are called here."""
        return self.person.name


def authors(visitor: Visitor, contacts: Iterable[Contact]) -> dict[UUID, Author]:
    """Everybody by id, in three statements however many they are."""
    by_id = {contact.id: contact for contact in contacts}
    ids = list(by_id)
    if not ids:
        return {}
    team, tokens = team_among(ids), tokens_of(ids)
    if visitor.is_legacy:
        cards = social_cards(ids)
        return {
            each: _of_legacy(visitor, contact, tokens.get(each, ""), cards.get(each, SocialCard()), each in team)
            for each, contact in by_id.items()
        }
    profiles = member_profiles(visitor.community, ids)
    return {
        each: _of_new(visitor, contact, tokens.get(each, ""), profiles.get(each), each in team)
        for each, contact in by_id.items()
    }


def author(visitor: Visitor, contact: Contact) -> Author:
    """One of them."""
    return authors(visitor, [contact])[contact.id]


def _of_legacy(visitor: Visitor, contact: Contact, token: str, card: SocialCard, is_team: bool) -> Author:
    shown = _author(visitor, contact, contact.full_name, token, is_team)
    return replace(shown, location=card.location, bio=shown_text(card.bio), links=card.links)


def _of_new(visitor: Visitor, contact: Contact, token: str, profile: MemberProfile | None, is_team: bool) -> Author:
    if profile is None:
        return _author(visitor, contact, contact.full_name, token, is_team)
    shown = _author(visitor, contact, profile.display_name or contact.full_name, token, is_team)
    shown = replace(shown, headline=profile.headline, bio=shown_text(profile.bio))
    if not profile.avatar_token:
        return shown
    of_picture = (visitor.community.slug, profile.avatar_token)
    small, large = (reverse("community_picture", args=[*of_picture, side]) for side in (64, 256))
    return replace(shown, person=replace(shown.person, avatar_url=small, avatar_large_url=large))


def _author(visitor: Visitor, contact: Contact, name: str, token: str, is_team: bool) -> Author:
    shown = name or _("A member")
    person = replace(shown_person(contact, "", token), name=shown, email="", initials=initials(shown))
    url = reverse("community_person", args=[visitor.community.slug, contact.id])
    return Author(person, url, is_team, contact.id == visitor.contact.id)
