"""Addresses of announcements."""

from django.urls import path

from portico.interfaces.office.announcements import listing, page, writing

urlpatterns = [
    path("announcements/", listing.announcements, name="office_announcements"),
    path("announcements/new/", writing.new, name="office_announcement_new"),
    path("announcements/<uuid:announcement_id>/", page.announcement, name="office_announcement"),
    path("announcements/<uuid:announcement_id>/text/", writing.edit, name="office_announcement_edit"),
    path("announcements/<uuid:announcement_id>/sending/", page.send, name="office_announcement_send"),
    path("announcements/<uuid:announcement_id>/stop/", page.stop, name="office_announcement_stop"),
    path("announcements/<uuid:announcement_id>/removal/", page.remove, name="office_announcement_remove"),
]
