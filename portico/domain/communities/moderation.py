"""What the team does with what members wrote: hide it, under their name, and bring it back."""

from __future__ import annotations

from django.db import transaction

from portico.core import clock
from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.communities.access import Visitor
from portico.domain.communities.errors import NotAllowed
from portico.domain.communities.models import Comment, Post


def hide(visitor: Visitor, written: Post | Comment, *, by: Actor) -> None:
    """Hide a post or comment from everybody but its author and the team. Hidden already: nothing happens.

    `by.label` is the name that the author and the team read. Raises NotAllowed.
    """
    if not visitor.may_moderate:
        raise NotAllowed
    with transaction.atomic():
        rows = type(written).objects.filter(id=written.id, hidden_at=None)
        if not rows.update(hidden_at=clock.now(), hidden_by=by.label):
            return
        if isinstance(written, Post):
            record("community.post_hidden", by=by, contact_id=written.author_id, subject_id=written.id)
        else:
            record("community.comment_hidden", by=by, contact_id=written.author_id, subject_id=written.id)


def restore(visitor: Visitor, written: Post | Comment, *, by: Actor) -> None:
    """Show a hidden post or comment again. Not hidden: nothing happens. Raises NotAllowed."""
    if not visitor.may_moderate:
        raise NotAllowed
    with transaction.atomic():
        rows = type(written).objects.filter(id=written.id, hidden_at__isnull=False)
        if not rows.update(hidden_at=None, hidden_by=""):
            return
        if isinstance(written, Post):
            record("community.post_restored", by=by, contact_id=written.author_id, subject_id=written.id)
        else:
            record("community.comment_restored", by=by, contact_id=written.author_id, subject_id=written.id)
