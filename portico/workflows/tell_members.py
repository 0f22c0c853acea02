"""Members of a new community are told of a new post or comment: inside it, and by mail to who wants that."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import translation

from portico.core.mail import HeaderRefused
from portico.core.queue import BULK, enqueue, job
from portico.domain.communities import telling
from portico.domain.communities.member_profiles import name_in
from portico.domain.communities.models import NoticeKind
from portico.domain.communities.posting import TELL
from portico.domain.communities.telling import News
from portico.domain.contacts.models import Contact
from portico.domain.site.queries import get_site
from portico.workflows.letters.community import news_letter
from portico.workflows.letters.letter import send_letter


@job(TELL)
def tell(what: str, id: str, after: str = "") -> None:  # noqa: A002  the job's argument
    """Tell the next members; the job for those after them is written with it, or not at all."""
    news = telling.find_news(what, UUID(id))
    if news is None:
        return
    with translation.override(get_site().language), transaction.atomic():
        told = telling.tell(news, after=UUID(after) if after else None)
        for contact, kind in told.mails:
            _mail(news, contact, kind)
        if told.last:
            enqueue(TELL, {"what": what, "id": id, "after": str(told.last)}, priority=BULK)


def _mail(news: News, contact: Contact, kind: NoticeKind) -> None:
    site = get_site()
    letter = news_letter(news, kind, name_in(news.community, news.author), site)
    try:
        send_letter(letter, to=contact.email_as_typed, contact=contact, site=site)
    except HeaderRefused:  # an address from a file that no mail can be written to; the others get theirs
        return
