"""How the sign-in library behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portico.domain.contacts.models import Contact
from portico.domain.site.queries import get_site
from portico.workflows.letters import sign_in as letters
from portico.workflows.letters.letter import send_letter


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody signs up by themselves; what it mails are our letters; its messages are not shown."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened where it happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links are sent by `workflows.send_password_link`; the library sends nothing by itself as it is set up."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: Contact, context: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Tell the owner of the account that their password changed."""
        if template_prefix in ("account/email/password_reset", "account/email/password_changed"):
            site = get_site()
            send_letter(letters.password_chosen(user, site), to=user.email_as_typed, contact=user, site=site)
