"""Tables of communities."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.core import clock, ids
from portico.domain.catalog.models import Product


class NoticeKind(models.TextChoices):
    """What a member may be told about."""

    NEW_POST = "new_post", _("A new post")
    COMMENT_ON_MINE = "comment_on_mine", _("A comment on your post")
    COMMENT_AFTER_MINE = "comment_after_mine", _("A comment where you commented")


class Community(models.Model):
    """The place of one product of kind community or legacy community."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    product = models.OneToOneField(Product, models.PROTECT, related_name="community")
    slug = models.SlugField(max_length=80, unique=True)
    about = models.CharField(max_length=500, blank=True)
    disabled_notices: models.Field[list[str], list[str]] = models.JSONField(default=list)  # of NoticeKind
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)


class MemberProfile(models.Model):
    """How a contact shows themselves in one new community, and what they want to be told about.

    Empty fields fall back to the account's name and avatar. `notices` maps a NoticeKind to {in_app, email}.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="profiles")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="member_profiles")
    display_name = models.CharField(max_length=80, blank=True)
    headline = models.CharField(max_length=120, blank=True)
    bio = models.TextField(max_length=600, blank=True)
    avatar_token = models.CharField(max_length=43, blank=True)  # its own picture; empty: the account's
    notices: models.Field[dict[str, dict[str, bool]], dict[str, dict[str, bool]]] = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    notices_version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "contact"], name="one_profile_a_community"),
        ]


class Post(models.Model):
    """What a member wrote. Hidden by the team it stays, seen by its author and the team."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=150, blank=True)
    text = models.TextField(max_length=10_000)
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "-written_at", "-id"], name="posts_of_community")]


class Comment(models.Model):
    """An answer to a post."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    text = models.TextField(max_length=5_000)
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post", "written_at", "id"], name="comments_of_post")]


class Notice(models.Model):
    """What a member was told: inside the community (`in_app`), by mail, or both. One a member, kind and text.

    Its id is worked out from those (`telling.notice_id`), so that a job that runs twice tells once.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="notices")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="community_notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    post = models.ForeignKey(Post, models.CASCADE, related_name="notices")
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="notices")
    in_app = models.BooleanField(default=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact", "community", "-at"], name="notices_of_member")]
