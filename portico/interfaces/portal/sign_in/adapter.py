"""How the sign-in library behaves here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from portico.core.text import canonical_email
from portico.domain.contacts.models import Contact
from portico.interfaces.portal.sign_in.entering import note
from portico.interfaces.portal.sign_in.sessions import name_browser
from portico.workflows import note_failed_sign_in


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Nobody signs up by themselves; what it mails are our letters; its messages are not shown."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what happened where it happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links are sent by `workflows.send_password_link`; the library sends nothing by itself as it is set up."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Told by `workflows.change_sign_in`, in the transaction of the change."""

    def get_login_stages(self) -> list[str]:
        """Ours alone: an address is confirmed or not by our own fact, and codes by mail are our own."""
        return ["portico.interfaces.portal.sign_in.second_step.SecondStep"]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            email = canonical_email(str(credentials.get("email", ""))[:254])
        except ValueError:
            email = ""  # the same work as for an address
        note_failed_sign_in.ask(email)

    def login(self, request: HttpRequest, user: Contact) -> None:
        """All steps are done: the session gets a new id and the browser's name."""
        super().login(request, user)
        name_browser(request.session, request.headers.get("User-Agent", ""))

    def post_login(
        self, request: HttpRequest, user: Contact, *, signal_kwargs: dict[str, Any] | None, **kwargs: Any
    ) -> HttpResponse:
        with_what = (signal_kwargs or {}).get("with_what", "password")
        note(request, user, with_what=with_what)
        answer: HttpResponse = super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        return answer
