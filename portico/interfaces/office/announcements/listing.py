"""The list of announcements, newest first."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portico.core import ids
from portico.core.paging import Place, page_of
from portico.domain.preferences.queries import list_announcements, list_topics
from portico.domain.team.rights import Right
from portico.interfaces.office.gates import team
from portico.interfaces.ui.pages import render

PAGE_ROWS = 25


@team(Right.SEND_ANNOUNCEMENTS)
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """The list. Without a topic there is nothing to write to, and the page says what to do."""
    place = Place(
        older_than=ids.find_id(request.GET.get("after", "")), newer_than=ids.find_id(request.GET.get("before", ""))
    )
    page = page_of(list_announcements(), place, time="created_at", size=PAGE_ROWS)
    context = {
        "rows": page.rows,
        "previous": _address("before", page.newer),
        "next": _address("after", page.older),
        "has_topics": list_topics().exists(),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "office/announcements.jinja", context)


def _address(name: str, key: UUID | None) -> str:
    return f"{reverse('office_announcements')}?{name}={key}" if key else ""
