"""Addresses of Settings and of the links in its mails."""

from django.urls import path

from portico.interfaces.portal.settings import contact, directory, email, page, profile, social

urlpatterns = [
    path("settings/", page.settings_page, name="settings"),
    path("settings/contact/", contact.save, name="settings_contact"),
    path("settings/contact/fields/", contact.redraw, name="settings_contact_fields"),
    path("settings/pending-email/", contact.pending_email, name="settings_pending_email"),
    path("settings/profile/", profile.save, name="settings_profile"),
    path("settings/social/", social.save, name="settings_social"),
    path("settings/directory/", directory.save, name="settings_directory"),
    path("settings/email/", email.confirm_it_is_you, name="settings_email"),
    path("email/confirm/<str:token>/", email.confirm_link, name="email_confirm"),
    path("email/undo/<str:token>/", email.undo_link, name="email_undo"),
]
