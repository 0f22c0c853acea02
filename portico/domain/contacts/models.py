"""Tables of contacts."""

from __future__ import annotations

import secrets
from importlib import import_module
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from portico.core import clock, ids
from portico.core.text import canonical_email
from portico.domain.contacts.details import Details


def new_session_salt() -> str:
    return secrets.token_hex(8)


class ContactManager(BaseUserManager["Contact"]):
    """Finds a contact by the address somebody typed."""

    def get_by_natural_key(self, username: str | None) -> Contact:
        return self.get(email=canonical_email(username or ""))


class Contact(AbstractBaseUser):
    """A person the site knows: contact, customer and login in one row, the home of name, email, tax ID and address."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.CharField(max_length=254, unique=True)  # canonical, see core.text
    email_as_typed = models.CharField(max_length=254)  # only printed
    email_confirmed_at = models.DateTimeField(null=True)
    full_name = models.CharField(max_length=200, blank=True)
    company = models.CharField(max_length=200, blank=True)
    tax_country = models.CharField(max_length=2, blank=True)
    tax_kind = models.CharField(max_length=20, blank=True)
    tax_number = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    line1 = models.CharField(max_length=200, blank=True)
    line2 = models.CharField(max_length=200, blank=True)
    city_area = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=200, blank=True)
    sorting_code = models.CharField(max_length=200, blank=True)
    external_id = models.CharField(max_length=255, null=True, unique=True)
    time_zone = models.CharField(max_length=60, blank=True)  # empty: the site's
    sort_name = models.CharField(max_length=254)  # folded name, or the address of somebody without one
    version = models.PositiveIntegerField(default=1)  # rises with every edit of this row
    details_number = models.PositiveIntegerField(default=1)  # the newest DetailsVersion
    session_salt = models.CharField(max_length=16, default=new_session_salt)  # a new one ends all sessions at once
    is_active = models.BooleanField(default=True)
    last_seen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ContactManager] = ContactManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sort_name", "id"], name="contacts_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="contact_email_canonical"),
        ]

    @property
    def details(self) -> Details:
        """What is printed about this person now."""
        return Details.of(self)

    @property
    def shown_name(self) -> str:
        """The name, or the address of somebody who gave none."""
        return self.full_name or self.email_as_typed

    def get_session_auth_hash(self) -> str:
        """Django's check on every request; the salt lets one UPDATE end every session."""
        from django.utils.crypto import salted_hmac

        return salted_hmac("portico.session", self.password + self.session_salt, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Any:
        """The same under older secret keys, while they are being rotated out."""
        from django.conf import settings
        from django.utils.crypto import salted_hmac

        for key in settings.SECRET_KEY_FALLBACKS:
            yield salted_hmac(
                "portico.session", self.password + self.session_salt, secret=key, algorithm="sha256"
            ).hexdigest()


class DetailsVersion(models.Model):
    """What is printed about a contact from an instant on. Number 1 is how we first knew them; numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="details_versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField(default=clock.now)
    changed: models.Field[list[str], list[str]] = models.JSONField(
        default=list
    )  # names of the fields that differ from the version before
    details: models.Field[dict[str, str], dict[str, str]] = models.JSONField()
    by_kind = models.CharField(max_length=12)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "number"], name="details_versions_without_doubles"),
        ]


class EmailChangeState(models.TextChoices):
    """Where a change of email stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # the customer kept the old address, or a newer change replaced this one
    UNDONE = "undone"


class EmailChange(models.Model):
    """A change of a contact's address: pending until its link's button is pressed, then undoable for a while.

    Only hashes of the links' tokens are kept.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="email_changes")
    state = models.CharField(max_length=10, choices=EmailChangeState.choices, default=EmailChangeState.PENDING)
    old_email = models.CharField(max_length=254)
    old_email_as_typed = models.CharField(max_length=254)
    old_was_confirmed = models.BooleanField(default=False)
    new_email = models.CharField(max_length=254)
    new_email_as_typed = models.CharField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    requested_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    undo_hash = models.CharField(max_length=64, unique=True, null=True)
    undo_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact"], condition=models.Q(state="pending"), name="one_pending_email_change"
            ),
        ]


class Session(AbstractBaseSession):
    """A browser's session; of somebody signed in it is also the device they find in their list.

    Django's own table with columns beside it, so that a device that was signed out cannot stay signed in.
    """

    device_id = models.UUIDField(default=ids.new_id, db_index=True)  # its name in addresses; stays when the key changes
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="sessions")
    auth_hash = models.CharField(max_length=64, blank=True)  # of `Contact.get_session_auth_hash` when signed in
    browser = models.CharField(max_length=60, blank=True)  # "Firefox on Linux"
    seen_at = models.DateTimeField(default=clock.now)  # at most an hour old for a device in use

    @classmethod
    def get_session_store_class(cls) -> Any:
        from django.conf import settings

        return import_module(settings.SESSION_ENGINE).SessionStore


class SignInCode(models.Model):
    """A code asked for on the sign-in page, known to the browser session that asked. Of an unknown address too.

    The worker fills in contact and hash; without them no code fits.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    email = models.CharField(max_length=254)  # canonical
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="sign_in_codes")
    code_hash = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="sign_in_codes_by_end")]


class SearchRow(models.Model):
    """What a contact is found by, folded. Has an integer key because SQLite's full-text index needs one."""

    id = models.BigAutoField(primary_key=True)
    contact = models.OneToOneField(Contact, models.CASCADE, related_name="search_row")
    text = models.TextField()
