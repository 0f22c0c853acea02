"""Tables of profiles."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from portico.core import clock


class Avatar(models.Model):
    """A contact's picture, as three WebP files of our own making under one unguessable name that each upload renews."""

    contact = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="avatar")
    token = models.CharField(max_length=43, unique=True)
    at = models.DateTimeField(default=clock.now)


class SocialProfile(models.Model):
    """Bio, location and usernames (by network, see `networks`). Shown in legacy communities and the directory."""

    contact = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="social_profile"
    )
    bio = models.TextField(max_length=600, blank=True)
    location = models.CharField(max_length=100, blank=True)
    usernames: models.Field[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)
