"""Addresses of the customer directory."""

from django.urls import path

from portico.interfaces.portal.directory import page

urlpatterns = [
    path("directory/", page.directory, name="directory"),
    path("directory/my-entry/removal/", page.remove_my_entry, name="directory_removal"),
]
