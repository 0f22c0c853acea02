"""The people who are signed in while pages are measured."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import Any

from bench.data import name
from bench.sales import CONTACT, uid

TOKEN = "b" * 32  # of the form and of the cookie: any 32 letters that are the same in both


class Person:
    """A loaded contact, by number, signed in once."""

    def __init__(self, number: int) -> None:
        self.number = number

    def cookies(self) -> str:
        """What their browser sends. `contact` is for the bare program, which decodes no session."""
        return f"session={self._session}; csrf={TOKEN}; contact={uid(CONTACT, self.number)}"

    @cached_property
    def _session(self) -> str:
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

        from portico.domain.contacts.models import Contact

        contact = Contact.objects.get(id=uid(CONTACT, self.number))
        session = session_store()()
        session[SESSION_KEY] = str(contact.id)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = contact.get_session_auth_hash()
        session.create()
        return str(session.session_key)

    def form(self) -> dict[str, str]:
        """The form of contact information as the page would have drawn it now."""
        from portico.domain.contacts.details import DETAIL_FIELDS
        from portico.domain.contacts.models import Contact

        contact = Contact.objects.get(id=uid(CONTACT, self.number))
        numbers = {"version": str(contact.version), "details_number": str(contact.details_number)}
        details = {name: getattr(contact.details, name) for name in DETAIL_FIELDS}
        return numbers | details

    def other_name(self, now: str) -> str:
        """One of two names: the one that does not stand."""
        loaded = name(self.number)
        return loaded if now != loaded else f"{loaded} the Second"


def session_store() -> Any:
    """The product's store of sessions."""
    from django.conf import settings

    return import_module(settings.SESSION_ENGINE).SessionStore


def session_model() -> Any:
    """The table behind it."""
    return session_store().get_model_class()


def reset() -> None:
    """Undo the saves of earlier runs, and end their sessions: a run begins with what was loaded."""
    from portico.domain.contacts.models import Contact, DetailsVersion
    from portico.domain.contacts.search import index_contacts

    session_model().objects.all().delete()
    DetailsVersion.objects.filter(number__gt=1).delete()
    changed = list(Contact.objects.filter(version__gt=1))
    for contact in changed:
        loaded = DetailsVersion.objects.get(contact=contact, number=1).details
        contact.full_name, contact.version, contact.details_number = loaded["full_name"], 1, 1
    Contact.objects.bulk_update(changed, ["full_name", "version", "details_number"])
    index_contacts(changed)
