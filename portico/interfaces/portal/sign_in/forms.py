"""The sign-in library's forms with our rules: addresses in their one form, nothing that tells who is known here."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.core.history import Actor
from portico.core.text import canonical_email
from portico.domain.contacts.actions import confirm_email
from portico.domain.contacts.security.passwords import WeakPassword, check_new_password
from portico.domain.site.queries import get_site
from portico.workflows import change_sign_in, send_password_link


def _canonical(typed: str) -> str:
    try:
        return canonical_email(typed)
    except ValueError:
        return typed


class SignInForm(LoginForm):  # type: ignore[misc]  # the library has no types
    """Email and password; case, spaces and the domain's spelling are forgiven."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # the library checks an address by a rule that knows no umlauts in domains
        self.fields["login"] = forms.CharField(
            max_length=254, error_messages={"required": gettext_lazy("Write your email address.")}
        )
        self.fields["password"].error_messages["required"] = gettext_lazy("Write your password.")

    def clean_login(self) -> str:
        return _canonical(self.cleaned_data["login"])

    def user_credentials(self) -> dict[str, str]:
        """Always by email, also when what was typed is none: the library would look for a user name then."""
        return {"email": self.cleaned_data["login"], "password": self.cleaned_data["password"]}

    def clean(self) -> dict[str, Any] | None:
        try:
            cleaned: dict[str, Any] | None = super().clean()
        except forms.ValidationError as error:
            # one sentence for a wrong password, an unknown address and a contact who may not sign in
            if error.code == "too_many_login_attempts":
                raise
            sentence = _("This email and password do not belong together.")
            raise forms.ValidationError(sentence, code="mismatch") from error
        return cleaned


class ForgotPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """Asks for the link. Who is meant is looked up later, by the worker, so that the answer takes the same time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.CharField(
            max_length=254, error_messages={"required": gettext_lazy("Write your email address.")}
        )

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        try:
            return canonical_email(typed)
        except ValueError as error:
            sentence = _("This is not an email address. It looks like name@example.com.")
            raise forms.ValidationError(sentence) from error

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        send_password_link.ask(email)
        return email


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # the library has no types
    """Choose a password. Every session ends, and the address is proven: the link came from its inbox."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # one field, without the library's checks: it can be shown instead of typed twice
        self.fields = {"password1": forms.CharField(required=False, strip=False)}

    def clean_password1(self) -> str:
        typed: str = self.cleaned_data["password1"]
        try:
            check_new_password(self.user, typed)
        except WeakPassword as refused:
            raise forms.ValidationError(refused.sentences) from refused
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned

    def save(self) -> None:
        by = Actor("customer", self.user.id)
        change_sign_in.choose_password(self.user, password=self.cleaned_data["password1"], site=get_site(), by=by)
        confirm_email(self.user)
