"""The notification topics as the Site page lists them, and the form of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from portico.domain.preferences.models import Topic
from portico.domain.preferences.queries import count_receivers, list_archived_topics, list_topics
from portico.domain.team.rights import Right, may
from portico.interfaces.office.site.sections import ON
from portico.interfaces.ui.contact_form import posted_number
from portico.interfaces.ui.forms import Problem

ANCHOR = "topics"


@dataclass(frozen=True, slots=True)
class TopicForm:
    """What the form of a topic shows. `now`: the topic as somebody saved it meanwhile."""

    name: str = ""
    about: str = ""
    on_for_new: bool = False
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)
    now: Topic | None = None

    @classmethod
    def of(cls, topic: Topic) -> TopicForm:
        """As stored."""
        return cls(topic.name, topic.about, topic.on_for_new, topic.version)

    @classmethod
    def typed(cls, post: QueryDict) -> TopicForm:
        """As sent."""
        is_on = post.get("on_for_new") == ON
        return cls(post.get("topic_name", ""), post.get("topic_about", ""), is_on, posted_number(post, "version"))

    def error(self, name: str) -> str:
        """What is wrong with a field, or ""."""
        return self.errors.get(name, "")

    @property
    def problems(self) -> list[Problem]:
        """What the summary above the form lists."""
        return [Problem(text, f"id_topic_{name}") for name, text in self.errors.items()]


def topic_facts(role: str, form: TopicForm | None = None, *, saved: str = "") -> dict[str, Any]:
    """What the section shows to that role, with the form of a new topic as it was sent when that was refused."""
    topics = list(list_topics())
    counts = count_receivers(topics)
    return {
        "rows": [(topic, counts[topic.id]) for topic in topics],
        "archived": list(list_archived_topics()),
        "form": form or TopicForm(),
        "saved": saved,
        "can_edit": may(role, Right.EDIT_SITE),
        "can_send": may(role, Right.SEND_ANNOUNCEMENTS),
    }
