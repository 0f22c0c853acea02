"""Addresses of signing in. The names that start with `account_` are what the library asks for."""

from django.urls import path, re_path

from portico.interfaces.portal.sign_in import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/forgot/", views.ForgotPassword.as_view(), name="account_reset_password"),
    path("sign-in/forgot/sent/", views.ForgotPasswordSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password-chosen/",
        views.PasswordChosen.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("sign-out/", views.sign_out, name="sign_out"),
]
