"""Addresses of communities in the back office."""

from django.urls import path

from portico.interfaces.office.communities import listing, page

urlpatterns = [
    path("communities/", listing.communities, name="office_communities"),
    path("communities/new/", listing.open_one, name="office_community_new"),
    path("communities/<uuid:community_id>/", page.community, name="office_community"),
]
