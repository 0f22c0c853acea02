"""A small world in which every address leads to something of Ana's, and what each form would send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver

from portico.core import clock
from portico.core.files import store
from portico.core.history import Actor
from portico.core.mail.models import Outgoing
from portico.domain.catalog.models import Product
from portico.domain.communities.models import Notice
from portico.domain.contacts import email_changes
from portico.domain.contacts.models import Contact, Session
from portico.domain.contacts.security import passkeys
from portico.domain.preferences.actions.announcements import write_announcement
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic
from portico.domain.preferences.models import Way
from portico.domain.preferences.unsubscribing import unsubscribe_token
from portico.domain.profiles.avatars import change_avatar
from portico.domain.profiles.models import Avatar
from portico.domain.receipts.models import Receipt
from portico.domain.site.models import Site
from portico.domain.team.models import Role
from portico.interfaces.office.site.sections import (
    LOOK,
    PAGES,
    RECEIPTS,
    SELLER,
    SIGNING_IN,
    Section,
    fingerprint,
    stored_values,
)
from portico.interfaces.ui import look
from tests import cast, gathering, selling
from tests.authenticator import Authenticator
from tests.domain.directory.people import list_me

MISSING = UUID("00000000-0000-7000-8000-000000000001")
LOGO = Path(__file__).resolve().parents[2] / "demo" / "logo.png"
IN_COMMUNITY = ("slug", "post_id", "comment_id", "notice_id", "person_id", "community_id")
# what stands in an address for somebody's object
OBJECTS = ("receipt_id", "contact_id", "mail_id", "device_id", "topic_id", "announcement_id", *IN_COMMUNITY)


COMMUNITY_FORMS = {
    "community_write": {"text": "Written"},
    "community_comment": {"text": "Written"},
    "community_post_edit": {"text": "Changed"},
    "community_comment_edit": {"text": "Changed"},
    "community_post_moderate": {"do": "hide"},
    "community_comment_moderate": {"do": "hide"},
    "community_profile": {"display_name": "Changed", "version": "1"},
    "community_own_picture": {"do": "remove"},
    "community_choices": {"new_post_email": "on", "version": "1"},
    "office_community_new": {"kind": "community", "title": "Another", "slug": "another"},
    "office_community": {"about": "Changed", "version": "1"},
}


@dataclass(frozen=True)
class World:
    """The people, and Ana's things by the names that addresses give them."""

    people: dict[str, Contact]
    values: dict[str, Any]
    undo_token: str

    def arguments(self, route: str, name: str, *, missing: bool = False) -> dict[str, Any]:
        """What fills the brackets of an address: Ana's objects, or ones that do not exist."""
        own = {"token": self.undo_token} if name == "email_undo" else {}
        if name == "site_stylesheet":
            own = {"digest": look.stylesheet_url(Site.objects.get()).split(".")[1]}
        if name == "unsubscribe":
            own = {"token": unsubscribe_token(self.people["ana"].id, self.values["topic_id"])}
        if name == "avatar":
            own = {"token": Avatar.objects.get().token}
        gone = dict.fromkeys(OBJECTS, MISSING) if missing else {}
        values = {**self.values, **own, **gone}
        return {key: value for key, value in values.items() if f":{key}>" in route or f"<{key}>" in route}

    def body(self, name: str) -> dict[str, str]:
        """A form that would be accepted from whoever may send it, about Ana."""
        ana = self.people["ana"]
        details = {**ana.details.to_json(), "company": "Changed", "version": str(ana.version), "details_number": "2"}
        bodies = {
            "account_login": {"login": ana.email, "password": cast.PASSWORD},
            "account_reset_password": {"email": ana.email},
            "account_reset_password_from_key": {"password1": "another long password"},
            "settings_contact": details,
            "settings_contact_fields": {**details, "part": "address"},
            "settings_pending_email": {"do": "keep"},
            "settings_profile": {"time_zone": "", "topic": str(self.values["topic_id"])},
            "settings_social": {"bio": "Changed", "version": "0"},
            "settings_directory": {"listed": "", "version": "1"},
            "settings_confirm": {"by": "password", "password": cast.PASSWORD},
            "settings_security": {"current_password": cast.PASSWORD, "new_password": "another long password"},
            "settings_email": {"new_email": "another@example.org", "by": "password", "password": cast.PASSWORD},
            "office_contact_details": details,
            "office_contact_address_fields": {**details, "part": "address"},
            "office_external_id": {"external_id": "crm-1", "was": ""},
            "office_directory_entry": {"reason": "Changed"},
            "office_site_look": {**_stored(LOOK), "name": "Changed"},
            "office_site_seller": {**_stored(SELLER), "seller_name": "Changed"},
            "office_site_receipts": {**_stored(RECEIPTS), "receipt_title": "Changed"},
            "office_site_pages": {**_stored(PAGES), "has_user_menu": "", "confirmed": "yes"},
            "office_site_topics": {"topic_name": "Another"},
            "office_site_topic": {"topic_name": "Changed", "version": "1"},
            "office_site_topic_move": {"to": "up"},
            "office_announcement_new": {"topic": str(self.values["topic_id"]), "subject": "S", "body": "B"},
            "office_announcement_edit": {
                "topic": str(self.values["topic_id"]),
                "subject": "S",
                "body": "B",
                "version": "1",
            },
            "office_announcement_send": {"version": "1"},
            "office_site_signing_in": {**_stored(SIGNING_IN), "allows_code_sign_in": "on"},
            "demo_sign_in": {"as": ana.email},
            **COMMUNITY_FORMS,
        }
        return bodies.get(name, {})

    def query(self, name: str) -> str:
        """What a form with GET would ask."""
        return "?year=2026" if name == "receipts_of_year" else ""


def _stored(section: Section) -> dict[str, str]:
    site = Site.objects.get()
    return {**stored_values(site, section), "logo": "", "version": fingerprint(site, section)}


def make() -> World:
    site = cast.open_site(logo=store.keep(LOGO.read_bytes(), room="logo", ending="png"))
    ana, ben = cast.customer("ana", "Ana Lima"), cast.customer("ben", "Ben Okafor")
    Product.objects.update(cover=store.keep(b"<svg/>", room="covers", ending="svg"))
    receipt: Receipt = selling.sell(ana)
    selling.sell(ben)
    by = Actor("customer", ana.id)
    changed = email_changes.confirm(email_changes.ask(ana, new_email="ana.new@example.org", by=by).change, by=by)
    assert changed
    ana = Contact.objects.get(id=ana.id)
    change_avatar(ana, pictures=dict.fromkeys((64, 256, 512), b"RIFF"), by=by)
    list_me(ana)
    pending = email_changes.ask(ana, new_email="ana.next@example.org", by=by)
    mail = Outgoing.objects.create(to="ana@example.org", subject="S", text="T", kind="k", sender="s", message_id="m")
    device = Session.objects.create(
        session_key="k", contact=ana, auth_hash=ana.get_session_auth_hash(), expire_date=clock.now() + timedelta(1)
    )
    passkey = json.loads(Authenticator().create({"publicKey": {"challenge": "AAAA", "user": {"id": "AAAA"}}}))
    people = {
        "ana": ana,
        "ben": Contact.objects.get(id=ben.id),
        "dee": cast.owner("dee", "Dee Owner"),
        "rea": cast.owner("rea", "Rea Reader", Role.READ_ONLY),
    }
    values = {
        "receipt_id": receipt.id,
        "contact_id": ana.id,
        "mail_id": mail.id,
        "device_id": device.device_id,
        "passkey_id": passkeys.add_passkey(ana, name="Laptop", credential=passkey, by=by).id,
        "copy_id": MISSING,
        "number": 1,
        "side": 64,
        "token": pending.token,
        "digest": site.logo.rpartition("/")[2].removesuffix(".png"),
        "name": Product.objects.get(title="Wheel basics").cover.rpartition("/")[2],
        "uidb36": user_pk_to_url_str(ana),
        "key": default_token_generator.make_token(ana),
        **_news(ana, by=by),
        **_talk(ana),
    }
    return World(people, values, changed.undo_token)


def _news(ana: Contact, *, by: Actor) -> dict[str, Any]:
    """A topic that Ana wants, and a draft to it."""
    topic = add_topic(name="News", by=by)
    choose_topics(ana, wanted={topic.id: True}, way=Way.SETTINGS, by=by)
    draft = write_announcement(topic=topic, subject="Open", body="Come.", by=by)
    return {"topic_id": topic.id, "announcement_id": draft.id}


def _talk(ana: Contact) -> dict[str, Any]:
    """A community with a post, a comment and a notice of Ana's."""
    community = gathering.community()
    gathering.join(ana, community)
    post = gathering.post(ana, community)
    comment = gathering.comment(ana, post)
    notice = Notice.objects.create(community=community, contact=ana, kind="new_post", post=post)
    ids = {"post_id": post.id, "comment_id": comment.id, "notice_id": notice.id, "person_id": ana.id}
    return {"slug": community.slug, "community_id": community.id, **ids}


def routes(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the site, as its pattern is written, with its name."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            assert isinstance(each, URLPattern)
            yield before + str(each.pattern), each.name or ""
