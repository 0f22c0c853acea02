"""Addresses of signing in. The names that start with `account_` are what the library asks for."""

from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from portico.interfaces.portal.sign_in import by_code, by_passkey, second_step, views

_form = require_http_methods(["GET", "HEAD", "POST"])  # the library's forms would take a PUT as well

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", _form(views.SignIn.as_view()), name="account_login"),
    path("sign-in/passkey/", by_passkey.sign_in, name="sign_in_passkey"),
    path("sign-in/passkey/options/", by_passkey.options, name="sign_in_passkey_options"),
    path("sign-in/code/", by_code.ask, name="sign_in_code"),
    path("sign-in/code/typed/", by_code.type_code, name="sign_in_code_typed"),
    path("sign-in/second-step/", second_step.second_step, name="second_step"),
    path("sign-in/second-step/passkey/", second_step.passkey_options, name="second_step_passkey_options"),
    path("sign-in/forgot/", _form(views.ForgotPassword.as_view()), name="account_reset_password"),
    path("sign-in/forgot/sent/", require_safe(views.ForgotPasswordSent.as_view()), name="account_reset_password_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _form(views.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password-chosen/",
        require_safe(views.PasswordChosen.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("sign-out/", views.sign_out, name="sign_out"),
]
