"""People in the directory, made by the customer's own actions, or many at once."""

from __future__ import annotations

from portico.core.history import Actor
from portico.core.ids import new_id
from portico.core.text import fold
from portico.domain.contacts.models import Contact
from portico.domain.directory.actions import change_choice
from portico.domain.directory.models import Entry
from portico.domain.directory.search import reindex
from portico.domain.profiles.models import SocialProfile
from portico.workflows import change_social_profile

DEE = Actor("team", label="Dee Owner")


def list_me(who: Contact, *, shows_links: bool = False, **profile: str) -> Entry:
    """The customer fills in their social profile and lists themselves for the first time."""
    by = Actor("customer", who.id)
    if profile:
        change_social_profile.run(who.id, typed=profile, expected_version=0, by=by)
    return change_choice(who.id, is_listed=True, shows_links=shows_links, expected_version=0, by=by)


def many(count: int, *, bio: str = "I throw tableware and fire with wood.") -> None:
    """That many listed people with a bio and a link, "Person 00000" and on."""
    people = [_person(number) for number in range(count)]
    Contact.objects.bulk_create(people, batch_size=2000)
    SocialProfile.objects.bulk_create(
        [SocialProfile(contact=who, bio=bio, location="Harlingen", usernames={"instagram": "ana"}) for who in people],
        batch_size=2000,
    )
    entries = [Entry(contact=who, is_listed=True, shows_links=True, sort_name=who.sort_name) for who in people]
    Entry.objects.bulk_create(entries, batch_size=2000)
    reindex()


def _person(number: int) -> Contact:
    name, email = f"Person {number:05}", f"p{number:05}@example.org"
    return Contact(id=new_id(), full_name=name, sort_name=fold(name), email=email, email_as_typed=email, password="!")
