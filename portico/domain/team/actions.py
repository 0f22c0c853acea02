"""Writes of the team."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from portico.core.history import Actor
from portico.core.history.actions import record
from portico.domain.team.models import Membership, Role


def add_member(contact_id: UUID, *, role: Role, by: Actor) -> Membership:
    """Give a contact a role; one who has the role already keeps it and nothing is written."""
    with transaction.atomic():
        membership, created = Membership.objects.get_or_create(contact_id=contact_id, defaults={"role": role})
        if created or membership.role != role:
            before = "" if created else membership.role
            membership.role = role
            membership.save(update_fields=["role"])
            facts = {"role": str(role), "before": before}
            record("team.role_given", by=by, contact_id=contact_id, subject_id=contact_id, facts=facts)
    return membership
