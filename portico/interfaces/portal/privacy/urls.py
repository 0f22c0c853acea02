"""Addresses of Privacy."""

from django.urls import path

from portico.interfaces.portal.privacy import copies, deletion

urlpatterns = [
    path("settings/privacy/copy/", copies.copy_page, name="settings_copy"),
    path("settings/privacy/copy/progress/", copies.progress, name="settings_copy_progress"),
    path("settings/privacy/copy/<uuid:copy_id>.zip", copies.download, name="settings_copy_file"),
    path("settings/privacy/deletion/", deletion.deletion_page, name="settings_deletion"),
]
