"""A page with one button, and what the button and mail programs post."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portico.core.history import Actor
from portico.domain.contacts.models import Contact
from portico.domain.preferences.actions.choices import choose_topics
from portico.domain.preferences.models import Topic, Way
from portico.domain.preferences.queries import list_states
from portico.domain.preferences.unsubscribing import read_unsubscribe_token
from portico.interfaces.ui.pages import render


# No CSRF token: a mail program has none to send (RFC 8058, 3.1), and the signed token in the address
# is what allows the act.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Switch one topic off for one contact. The answer to a POST is the page itself: mail programs follow no redirect.

    A GET only shows the button: scanners open the links of every mail.
    """
    named = read_unsubscribe_token(token)
    if named is None:
        return render(request, "portal/unsubscribe.jinja", {"topic": None}, status=410)
    contact, topic = named
    if request.method == "POST":
        way = Way.ONE_CLICK if request.POST.get("List-Unsubscribe") == "One-Click" else Way.UNSUBSCRIBE_PAGE
        choose_topics(contact, wanted={topic.id: False}, way=way, by=Actor("customer", contact.id))
    return render(request, "portal/unsubscribe.jinja", _facts(request, contact, topic))


def _facts(request: HttpRequest, contact: Contact, topic: Topic) -> dict[str, object]:
    """What the page says. Whose topic it is stands there only for that contact: links get passed on."""
    is_theirs = request.user.is_authenticated and request.user.pk == contact.id
    is_on = list_states(contact, [topic])[0].is_on
    return {
        "topic": topic,
        "is_on": is_on,
        "is_theirs": is_theirs,
        "title": _("Stop these emails?") if is_on else _("You no longer get these emails"),
    }
