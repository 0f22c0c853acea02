"""Addresses of the customer's pages."""

from django.urls import include, path

from portico.interfaces.portal import avatars
from portico.interfaces.portal.directory.urls import urlpatterns as directory
from portico.interfaces.portal.privacy.urls import urlpatterns as privacy
from portico.interfaces.portal.purchases.urls import urlpatterns as purchases
from portico.interfaces.portal.security.urls import urlpatterns as security
from portico.interfaces.portal.settings.urls import urlpatterns as settings
from portico.interfaces.portal.sign_in.urls import urlpatterns as sign_in
from portico.interfaces.portal.unsubscribe.urls import urlpatterns as unsubscribe

urlpatterns = [
    *sign_in,
    *settings,
    *security,
    *privacy,
    *purchases,
    *directory,
    path("communities/", include("portico.interfaces.portal.communities.urls")),
    *unsubscribe,
    path("avatars/<str:token>-<int:side>.webp", avatars.avatar, name="avatar"),
]
