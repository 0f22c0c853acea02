"""Addresses that only the demo has."""

from django.urls import path

from portico.interfaces.portal.demo import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="demo_sign_in"),
    path("mailbox/", views.mailbox, name="demo_mailbox"),
    path("mailbox/<uuid:mail_id>/", views.mail, name="demo_mail"),
]
