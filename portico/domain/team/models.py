"""Tables of the team."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.core import clock


class Role(models.TextChoices):
    """What a team member is; `rights` says what each may do."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    SUPPORT = "support", _("Support")
    READ_ONLY = "read_only", _("Read only")


class Membership(models.Model):
    """A contact's place in the team. One a contact."""

    contact = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="team_membership"
    )
    role = models.CharField(max_length=10, choices=Role.choices)
    since = models.DateTimeField(default=clock.now)
