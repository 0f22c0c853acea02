"""The demo's notification topics, with choices, and a draft of an announcement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.announcements import write_announcement
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.actions.topics import add_topic
from portico.domain.preferences.models import Topic, Way


def load(file: Mapping[str, Any], *, by: Actor) -> None:
    """Add what the file holds; loaded again, it leaves the topics that are there."""
    if Topic.objects.exists():
        return
    people = {email for row in file["topic"] for email in row["wanted_by"]}
    others = list(Contact.objects.filter(team_membership=None).exclude(email__in=people).order_by("email"))
    for row in file["topic"]:
        topic = add_topic(name=row["name"], about=row["about"], on_for_new=row["on_for_new"], by=by)
        for contact in [*Contact.objects.filter(email__in=row["wanted_by"]), *others[:: row["one_in"]]]:
            choose_topics(contact, wanted={topic.id: True}, way=Way.IMPORT, by=by)
    draft = file["draft"]
    topic = Topic.objects.get(name=draft["topic"])
    write_announcement(topic=topic, subject=draft["subject"], body=draft["body"], by=Actor("team", label=draft["by"]))
